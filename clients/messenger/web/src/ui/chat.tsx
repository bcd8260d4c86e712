import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { Accounts } from '../accounts.js';
import type { Messenger } from '../messenger.js';
import { type Room, roomName } from '../model.js';
import { Composer } from './composer.js';
import { Line } from './line.js';
import { Avatar, InspectorIcon, message as messageOf } from './parts.js';

/** This near the end the newest message stays in view, pixels. */
const NEAR = 80;

export function Chat({ messenger, inspect }: { messenger: Messenger; inspect: () => void }) {
  const room = messenger.current;
  const [showMembers, setShowMembers] = useState(false);
  if (!room) {
    return (
      <main class="chat empty">
        <p class="hint">{messenger.loaded ? 'Choose a room.' : 'Loading…'}</p>
      </main>
    );
  }
  const name = roomName(room, messenger.me.id);
  const online = new Set(messenger.present.map(({ id }) => id)).size;
  return (
    <main class={`chat${showMembers ? ' show-members' : ''}`} aria-label={name}>
      <header>
        <button class="icon back" aria-label="Back to the rooms" onClick={() => messenger.closeRoom()}>‹</button>
        {room.direct ? <Avatar name={name} /> : <span class="hash" aria-hidden="true">#</span>}
        <div class="title">
          <h1>{name}</h1>
          <span class="online">{online} online</span>
        </div>
        <button class="only-small" onClick={inspect} aria-label="Inspector"><InspectorIcon /></button>
        {messenger instanceof Accounts && !room.direct && <button onClick={() => void leave(messenger, room)}>Leave</button>}
        <button class="members-toggle" aria-expanded={showMembers} onClick={() => setShowMembers(!showMembers)}>Members</button>
      </header>
      <Messages key={room.id} messenger={messenger} room={room} />
      <p class="typing" aria-live="polite">{typing(messenger.typing)}</p>
      <Composer key={`composer ${room.id}`} messenger={messenger} name={name} />
      <Members messenger={messenger} room={room} />
    </main>
  );
}

async function leave(messenger: Accounts, room: Room): Promise<void> {
  try {
    await messenger.leave(room);
  } catch (error) {
    messenger.notify({ text: messageOf(error) });
  }
}

function typing(names: string[]): string {
  if (names.length === 0) return '';
  if (names.length > 3) return 'Several people are typing…';
  return `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

function Messages({ messenger, room }: { messenger: Messenger; room: Room }) {
  const list = useRef<HTMLDivElement>(null);
  const place = useRef({ atEnd: true, height: 0, top: 0, first: '' });
  const [loading, setLoading] = useState(false);
  const first = room.messages[0]?.id ?? '';

  // Before the browser paints: stay at the end, or where the reader is when older ones were put before.
  useLayoutEffect(() => {
    const element = list.current!;
    const { atEnd, height, top, first: before } = place.current;
    if (atEnd) element.scrollTop = element.scrollHeight;
    else if (before !== first) element.scrollTop = top + element.scrollHeight - height;
    Object.assign(place.current, { height: element.scrollHeight, top: element.scrollTop, first });
  });
  useEffect(() => {
    // Pictures that have loaded, a smaller window; and the end of the list itself, when there is no reference any more.
    const element = list.current!;
    const stay = () => {
      if (place.current.atEnd) element.scrollTop = element.scrollHeight;
      place.current.height = element.scrollHeight;
    };
    const observer = new ResizeObserver(stay);
    observer.observe(element);
    observer.observe(element.firstElementChild!);
    return () => observer.disconnect();
  }, []);

  async function older() {
    if (loading || room.complete || !room.loaded) return;
    setLoading(true);
    try {
      await messenger.loadOlder(room);
    } catch (error) {
      messenger.notify({ text: messageOf(error) });
    } finally {
      setLoading(false);
    }
  }

  function scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = list.current!;
    Object.assign(place.current, { top: scrollTop, height: scrollHeight, atEnd: scrollHeight - scrollTop - clientHeight < NEAR });
    if (scrollTop < 200) void older();
  }

  return (
    <div class="messages" ref={list} onScroll={scrolled} tabIndex={0} role="log" aria-label="Messages" aria-busy={!room.loaded}>
      <div>
        {room.loaded && !room.complete && <button class="older" disabled={loading} onClick={() => void older()}>{loading ? 'Loading…' : 'Older messages'}</button>}
        {room.loaded && room.complete && <p class="beginning">This is where {roomName(room, messenger.me.id)} begins.</p>}
        <ol>{room.messages.map((message, index) => (
          <Line key={message.id} messenger={messenger} room={room} message={message} before={room.messages[index - 1]} />
        ))}</ol>
      </div>
    </div>
  );
}

function Members({ messenger, room }: { messenger: Messenger; room: Room }) {
  const online = new Set(messenger.present.map(({ id }) => id));
  const members = new Map(room.members.map(({ id, name }) => [id, name]));
  for (const { id, name } of messenger.present) if (!messenger.accounts) members.set(id, name);
  const sorted = [...members].sort(([a, x], [b, y]) => Number(online.has(b)) - Number(online.has(a)) || x.localeCompare(y));
  return (
    <aside class="members" aria-label="Members">
      <h2>Members</h2>
      <ul>{sorted.map(([id, name]) => (
        <li key={id} class={online.has(id) ? 'here' : 'away'}>
          <Avatar name={name} small online={online.has(id)} />
          <span>{name}{id === messenger.me.id && ' (you)'}</span>
          <span class="hidden">{online.has(id) ? 'online' : 'away'}</span>
        </li>
      ))}</ul>
    </aside>
  );
}
