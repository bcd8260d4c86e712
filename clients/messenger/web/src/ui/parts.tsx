// Small parts.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The first letters of a name, on a colour of its own. */
export function Avatar({ name, online, small }: { name: string; online?: boolean; small?: boolean }) {
  const letters = name.split(' ').slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase();
  const hue = [...name].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <span class={`avatar${small ? ' small' : ''}`} style={{ '--hue': String(hue) }} aria-hidden="true">
      {letters}
      {online && <span class="dot" />}
    </span>
  );
}

export function Time({ at }: { at: number }) {
  const date = new Date(at);
  return <time dateTime={date.toISOString()} title={date.toLocaleString()}>{date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}</time>;
}

/** Drawn, since the fonts of many systems lack the character. */
export function InspectorIcon() {
  return (
    <svg class="inspector-icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <circle cx="10" cy="10" r="8" />
      <path d="M10 9v5M10 6v.01" />
    </svg>
  );
}

/** A dialog above everything; the browser keeps the focus in it. */
export function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-label={title} onClose={close} onClick={(event) => event.target === dialog.current && close()}>
      <header>
        <h2>{title}</h2>
        <button class="icon" aria-label="Close" onClick={close}>×</button>
      </header>
      <div class="body">{children}</div>
    </dialog>
  );
}

export function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Ready to write; not on touch screens, where the keyboard would cover what was opened. */
export function focusComposer(): void {
  if (matchMedia('(hover: hover)').matches) document.getElementById('composer')?.focus();
}
