import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Messenger } from '../messenger.js';
import { focusComposer } from './parts.js';

const LONGEST = 4_000;

export function Composer({ messenger, name }: { messenger: Messenger; name: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  // As soon as it is there: what is typed meanwhile would go elsewhere.
  useLayoutEffect(focusComposer, []);
  useEffect(() => {
    const element = field.current!;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 160)}px`;
  }, [text]);

  function send() {
    // What the field has: the state, which is there for the button, may be a key behind.
    messenger.send(field.current!.value);
    field.current!.value = '';
    setText('');
    field.current?.focus();
  }

  function pressed(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <form class="composer" onSubmit={(event) => (event.preventDefault(), send())}>
      <textarea id="composer" ref={field} rows={1} maxLength={LONGEST} placeholder={`Message ${name}`} aria-label={`Message ${name}`}
        enterkeyhint="send" onKeyDown={pressed}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          if (currentTarget.value.trim()) messenger.type();
        }} />
      <button class="primary send" disabled={!text.trim()} aria-label="Send">➤</button>
    </form>
  );
}
