import { Markdown } from '../markdown.js';
import type { Messenger } from '../messenger.js';
import type { Message, Room } from '../model.js';
import { Avatar, Time } from './parts.js';

/** Messages of one person this close together are shown as one, ms. */
const TOGETHER = 5 * 60_000;

interface Props {
  messenger: Messenger;
  room: Room;
  message: Message;
  before: Message | undefined;
}

export function Line({ messenger, room, message, before }: Props) {
  const { seq, author, name, kind, text, time, failed } = message;
  const divider = room.divider !== undefined && seq !== undefined && seq > room.divider && (before?.seq ?? 0) <= room.divider;
  const day = new Date(time).toDateString();
  const newDay = before ? new Date(before.time).toDateString() !== day : false;
  const mine = author === messenger.me.id;
  const follows = before?.kind === 'text' && before.author === author && before.name === name && time - before.time < TOGETHER && !divider && !newDay;
  return (
    <>
      {newDay && <li class="day"><span>{new Date(time).toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long' })}</span></li>}
      {divider && <li class="divider"><span>New</span></li>}
      {kind === 'system' ? (
        <li class="system" data-message={message.id}>{name} {text} · <Time at={time} /></li>
      ) : (
        <li class={`message${mine ? ' mine' : ''}${follows ? ' follows' : ''}${seq === undefined ? ' waiting' : ''}`} data-message={message.id}>
          {!mine && (follows ? <span class="avatar-space" /> : <Avatar name={name} />)}
          <div class="bubble">
            {!mine && !follows && <div class="author">{name}</div>}
            <Markdown text={text} />
            <div class="meta">
              <Time at={time} />
              {mine && <Status messenger={messenger} room={room} message={message} />}
            </div>
            {failed && (
              <div class="failed" role="alert">
                Not sent: {failed}
                <button onClick={() => messenger.retry(message)}>Try again</button>
                <button onClick={() => messenger.discard(message)}>Discard</button>
              </div>
            )}
          </div>
        </li>
      )}
    </>
  );
}

/** On its way, stored, read. */
function Status({ messenger, room, message: { seq, failed } }: Omit<Props, 'before'>) {
  if (failed) return null;
  if (seq === undefined) return <span class="status" title="On its way"><span class="hidden">on its way</span>◷</span>;
  const readers = room.members.filter(({ id, read }) => id !== messenger.me.id && read >= seq).map(({ name }) => name);
  if (readers.length === 0) return <span class="status" title="Sent"><span class="hidden">sent</span>✓</span>;
  return <span class="status read" title={`Read by ${readers.join(', ')}`}><span class="hidden">read by {readers.join(', ')}</span>✓✓</span>;
}
