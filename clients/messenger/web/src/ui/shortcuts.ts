import { useEffect } from 'preact/hooks';

import type { Messenger } from '../messenger.js';

export const SHORTCUTS: [string, string][] = [
  ['Ctrl K', 'Find a room'],
  ['Alt ↑ / Alt ↓', 'Room above, room below'],
  ['Enter', 'Send; Shift Enter for a new line'],
  ['Esc', 'Close what is open; back to the text field'],
  ['Ctrl .', 'Connection inspector'],
  ['?', 'This help (outside of text fields)'],
];

interface Actions {
  inspector(): void;
  help(): void;
  close(): void;
}

export function useShortcuts(messenger: Messenger, actions: Actions): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (act(event, messenger, actions)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [messenger]);
}

/** True when the key was a shortcut. */
function act(event: KeyboardEvent, messenger: Messenger, actions: Actions): boolean {
  if (document.querySelector('dialog[open]')) return false;
  const control = event.ctrlKey || event.metaKey;
  const typing = event.target instanceof Element && event.target.matches('input, textarea');
  if (control && event.key.toLowerCase() === 'k') return focus('#find');
  if (control && event.key === '.') actions.inspector();
  else if (event.key === '?' && !typing) actions.help();
  else if (event.key === 'Escape') {
    actions.close();
    focus('#composer');
  } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    const ids = [...document.querySelectorAll<HTMLElement>('[data-room]')].map(({ dataset }) => dataset['room']!);
    const at = ids.indexOf(messenger.current?.id ?? '') + (event.key === 'ArrowUp' ? -1 : 1);
    const next = ids[(at + ids.length) % ids.length];
    if (next) messenger.open(next);
  } else return false;
  return true;
}

function focus(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  return element !== null;
}
