import { useEffect, useRef, useState } from 'preact/hooks';

import { Refusal } from '../messenger.js';
import { message } from './parts.js';

interface Props {
  backend: string;
  reason: string;
  signIn: (name: string) => Promise<void>;
}

export function Login({ backend, reason, signIn }: Props) {
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(reason);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    try {
      await signIn(name);
    } catch (failure) {
      setError(failure instanceof Refusal ? failure.message : `The backend at ${backend} does not answer (${message(failure)}): is clients/messenger/run running?`);
      setBusy(false);
    }
  }

  return (
    <main class="centered">
      <form class="card" onSubmit={(event) => void submit(event)}>
        <img src="/icon.svg" alt="" width="48" height="48" />
        <h1>Fanwire messenger</h1>
        <p>Choose a name. This is a demo: there is no password.</p>
        <label>
          Name
          <input ref={field} value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} maxLength={30} autocomplete="nickname" required />
        </label>
        <button class="primary" disabled={busy || !name.trim()}>{busy ? 'One moment…' : 'Sign in'}</button>
        <p class="error" role="alert">{error}</p>
      </form>
    </main>
  );
}
