import { useState } from 'preact/hooks';

import { Accounts } from '../accounts.js';
import { Guests } from '../guests.js';
import type { Messenger } from '../messenger.js';
import { type Room, roomName, unread } from '../model.js';
import { Discover, NewRoom, People, Rename } from './dialogs.js';
import { Avatar, Time, focusComposer } from './parts.js';

interface Props {
  messenger: Messenger;
  inspect: () => void;
  help: () => void;
  inspecting: boolean;
}

export function Sidebar({ messenger, inspect, help, inspecting }: Props) {
  const [find, setFind] = useState('');
  const [dialog, setDialog] = useState<'new' | 'discover' | 'people' | 'rename' | undefined>();
  const close = () => setDialog(undefined);
  const me = messenger.me.id;
  const wanted = find.trim().toLowerCase();
  const rooms = [...messenger.rooms.values()]
    .filter((room) => roomName(room, me).toLowerCase().includes(wanted))
    .sort((a, b) => (b.last?.time ?? 0) - (a.last?.time ?? 0));

  function openFirst(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !rooms[0]) return;
    setFind('');
    messenger.open(rooms[0].id);
    focusComposer();
  }

  return (
    <aside class="sidebar" aria-label="Rooms">
      <header>
        <Avatar name={messenger.me.name} />
        <div class="me">
          <strong>{messenger.me.name}</strong>
          <Connection messenger={messenger} />
        </div>
        {messenger instanceof Guests && <button class="icon" title="Change your name" aria-label="Change your name" onClick={() => setDialog('rename')}>✎</button>}
        {messenger instanceof Accounts && <button class="icon" title="Sign out" aria-label="Sign out" onClick={() => void messenger.signOut()}>⇥</button>}
      </header>
      {messenger.accounts && (
        <div class="actions">
          <input id="find" type="search" placeholder="Find a room" aria-label="Find a room" value={find}
            onInput={({ currentTarget }) => setFind(currentTarget.value)} onKeyDown={openFirst} />
          <div class="buttons">
            <button onClick={() => setDialog('discover')}>Discover</button>
            <button onClick={() => setDialog('new')}>New room</button>
            <button onClick={() => setDialog('people')}>People</button>
          </div>
        </div>
      )}
      <nav aria-label="Your rooms">
        <ul>{rooms.map((room) => <Entry key={room.id} room={room} messenger={messenger} />)}</ul>
        {messenger.loaded && rooms.length === 0 && <p class="hint">{wanted ? 'No room of that name.' : 'You are in no room. Discover one, or make your own.'}</p>}
      </nav>
      <footer>
        <label class="switch">
          <input type="checkbox" role="switch" checked={messenger.network.offline}
            onChange={({ currentTarget }) => (messenger.network.offline = currentTarget.checked)} />
          <span class="track" aria-hidden="true" />
          Offline
        </label>
        <button aria-pressed={inspecting} onClick={inspect} title="Ctrl .">Inspector</button>
        <button class="icon" aria-label="Keyboard shortcuts" title="Keyboard shortcuts" onClick={help}>?</button>
      </footer>
      {dialog === 'new' && messenger instanceof Accounts && <NewRoom messenger={messenger} close={close} />}
      {dialog === 'discover' && messenger instanceof Accounts && <Discover messenger={messenger} close={close} />}
      {dialog === 'people' && messenger instanceof Accounts && <People messenger={messenger} close={close} />}
      {dialog === 'rename' && messenger instanceof Guests && <Rename messenger={messenger} close={close} />}
    </aside>
  );
}

function Connection({ messenger }: { messenger: Messenger }) {
  const { state } = messenger.client;
  const offline = messenger.network.offline;
  const text = offline ? 'offline' : state === 'connected' ? 'connected' : 'connecting…';
  return <span class={`state ${offline ? 'offline' : state}`} role="status">{text}</span>;
}

function Entry({ room, messenger }: { room: Room; messenger: Messenger }) {
  const me = messenger.me.id;
  const name = roomName(room, me);
  const count = room === messenger.current ? 0 : unread(room, me);
  const last = room.messages.at(-1) ?? room.last;
  const who = last && last.kind === 'text' && !room.direct ? `${last.author === me ? 'You' : last.name}: ` : '';
  const text = last ? (last.kind === 'system' ? `${last.name} ${last.text}` : who + last.text) : '';
  return (
    <li>
      <button class="room" data-room={room.id} aria-current={room === messenger.current ? 'true' : undefined} onClick={() => messenger.open(room.id)}>
        {room.direct ? <Avatar name={name} /> : <span class="hash" aria-hidden="true">#</span>}
        <span class="summary">
          <span class="line">
            <strong>{name}</strong>
            {last && <Time at={last.time} />}
          </span>
          <span class="line">
            <span class="preview">{text}</span>
            {count > 0 && <span class="badge"><span class="hidden">unread: </span>{count > 99 ? '99+' : count}</span>}
          </span>
        </span>
      </button>
    </li>
  );
}
