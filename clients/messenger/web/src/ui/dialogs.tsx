import { useEffect, useState } from 'preact/hooks';

import type { Accounts } from '../accounts.js';
import type { Guests } from '../guests.js';
import type { Listed, Person } from '../model.js';
import { Avatar, Dialog, focusComposer, message } from './parts.js';

interface Props {
  messenger: Accounts;
  close: () => void;
}

/** Runs what the user asked for; closes the dialog, or says why not. */
function useAction(): [string, (action: () => Promise<unknown>) => void] {
  const [error, setError] = useState('');
  const run = (action: () => Promise<unknown>) => {
    action().then(() => {
      // Closed by itself it gives the focus free at once.
      document.querySelector('dialog')?.close();
      focusComposer();
    }, (failure: unknown) => setError(message(failure)));
  };
  return [error, run];
}

export function NewRoom({ messenger, close }: Props) {
  const [error, run] = useAction();
  return (
    <Dialog title="New room" close={close}>
      <NameForm label="Name of the room" action="Create" longest={40} submit={(name) => run(() => messenger.create(name))} />
      <p class="error" role="alert">{error}</p>
    </Dialog>
  );
}

export function Rename({ messenger, close }: { messenger: Guests; close: () => void }) {
  const rename = (name: string) => {
    messenger.rename(name);
    close();
  };
  return (
    <Dialog title="Your name" close={close}>
      <NameForm label="Name" action="Change" longest={30} initial={messenger.me.name} submit={rename} />
    </Dialog>
  );
}

function NameForm({ label, action, longest, initial = '', submit }: { label: string; action: string; longest: number; initial?: string; submit: (name: string) => void }) {
  const [name, setName] = useState(initial);
  const send = (event: Event) => {
    event.preventDefault();
    submit(name.trim());
  };
  return (
    <form class="name-form" onSubmit={send}>
      <label>
        {label}
        <input value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} maxLength={longest} autofocus required />
      </label>
      <button class="primary" disabled={!name.trim()}>{action}</button>
    </form>
  );
}

export function Discover({ messenger, close }: Props) {
  const [rooms, setRooms] = useState<Listed[] | undefined>();
  const [error, run] = useAction();
  const [failure, setFailure] = useState('');
  useEffect(() => void messenger.discover().then(setRooms, (reason: unknown) => setFailure(message(reason))), []);
  return (
    <Dialog title="Discover rooms" close={close}>
      <ul class="choices">
        {rooms?.map(({ id, name, members }) => (
          <li key={id}>
            <span class="hash" aria-hidden="true">#</span>
            <span class="grow"><strong>{name}</strong><small>{members === 1 ? '1 member' : `${members} members`}</small></span>
            {messenger.rooms.has(id)
              ? <button aria-label={`Open ${name}`} onClick={() => run(async () => messenger.open(id))}>Open</button>
              : <button class="primary" aria-label={`Join ${name}`} onClick={() => run(() => messenger.join(id))}>Join</button>}
          </li>
        ))}
      </ul>
      <p class="error" role="alert">{error || failure}</p>
    </Dialog>
  );
}

export function People({ messenger, close }: Props) {
  const [people, setPeople] = useState<Person[] | undefined>();
  const [error, run] = useAction();
  const [failure, setFailure] = useState('');
  useEffect(() => void messenger.users().then(setPeople, (reason: unknown) => setFailure(message(reason))), []);
  const others = people?.filter(({ id }) => id !== messenger.me.id);
  return (
    <Dialog title="People" close={close}>
      <p class="hint">A conversation of two is private: nobody else can find it.</p>
      <ul class="choices">
        {others?.map(({ id, name }) => (
          <li key={id}>
            <Avatar name={name} />
            <span class="grow"><strong>{name}</strong></span>
            <button aria-label={`Write to ${name}`} onClick={() => run(() => messenger.direct(id))}>Write</button>
          </li>
        ))}
      </ul>
      {others?.length === 0 && <p class="hint">Nobody else is here yet.</p>}
      <p class="error" role="alert">{error || failure}</p>
    </Dialog>
  );
}
