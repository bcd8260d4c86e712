// What both kinds of messenger have in common: the state that is shown, and how it changes.

import { ErrorCode, Fanwire, type Options } from '@fanwire/client';

import { Inspector } from './inspector.js';
import { type Message, type Person, type Room, merge, newestSeq, unread } from './model.js';
import type { Network } from './network.js';

/** How long somebody counts as typing after the last sign of it, ms. */
const TYPING = 4_000;
/** Between two signs that somebody types, ms. */
const TYPING_INTERVAL = 2_000;
const NOTICE = 6_000;
/** Errors that don't go away by waiting: they say what to do. */
const ADVICE: number[] = [ErrorCode.NotAccepted, ErrorCode.Buffered, ErrorCode.Refused];

/** Somebody who is in the room at the moment; one for each connection. */
export interface Present extends Person {
  client: string;
}

export interface Notice {
  text: string;
  /** How a recovery ended. */
  outcome?: string;
}

export interface Fatal {
  title: string;
  text: string;
}

export abstract class Messenger {
  readonly rooms = new Map<string, Room>();
  readonly client: Fanwire;
  readonly inspector = new Inspector(() => this.changed());
  current: Room | undefined;
  present: Present[] = [];
  notice: Notice | undefined;
  fatal: Fatal | undefined;
  /** True once there is something to show. */
  loaded = false;
  /** With a backend there are accounts, many rooms and read marks. */
  abstract readonly accounts: boolean;

  readonly #listeners = new Set<() => void>();
  readonly #typing = new Map<string, { name: string; until: number }>();
  #announced = 0;
  #scheduled = false;
  #noticeTimer = 0;
  #sending = false;
  #wake: (() => void) | undefined;
  #caughtUp: { until: bigint; messages: number; outcome: string } | undefined;

  constructor(
    public me: Person,
    readonly network: Network,
    server: string,
    options: Options,
  ) {
    // The inspector looks at the frames of this tab, so it has a connection of its own.
    this.client = new Fanwire(server, {
      name: 'messenger', minReconnectDelay: 200, maxReconnectDelay: 5_000, ...options,
      fetch: this.inspector.tap(network.fetch),
    });
    this.inspector.follow(this.client);
    for (const event of ['connecting', 'connected'] as const) this.client.on(event, () => this.changed());
    this.client.on('error', ({ code, message }) => ADVICE.includes(code) && this.notify({ text: message }));
    globalThis.addEventListener('online', this.#online);
    document.addEventListener('visibilitychange', this.#visible);
  }

  // What the two kinds do in their own ways.

  abstract start(): void;
  /** Loads the messages before those that are there. */
  abstract loadOlder(room: Room): Promise<void>;
  protected abstract deliver(message: Message): Promise<void>;
  protected abstract announceTyping(): void;
  protected abstract entered(room: Room): void;
  protected abstract left(room: Room): void;
  protected abstract mark(room: Room, seq: number): void;

  // What the page shows.

  /** Calls `listener` after changes; the result ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      for (const listener of this.#listeners) listener();
    });
  }

  get typing(): string[] {
    return [...this.#typing.values()].map(({ name }) => name);
  }

  get unread(): number {
    return [...this.rooms.values()].reduce((sum, room) => sum + unread(room, this.me.id), 0);
  }

  notify(notice: Notice): void {
    this.notice = notice;
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => {
      this.notice = undefined;
      this.changed();
    }, NOTICE) as unknown as number;
    this.changed();
  }

  fail(title: string, text: string): void {
    this.fatal = { title, text };
    this.close();
    this.changed();
  }

  close(): void {
    globalThis.removeEventListener('online', this.#online);
    document.removeEventListener('visibilitychange', this.#visible);
    this.client.disconnect();
  }

  // Rooms.

  /** Shows the room at once; what is in it comes when it is loaded. */
  open(id: string): void {
    const room = this.rooms.get(id);
    if (!room || room === this.current) return;
    this.closeRoom();
    this.current = room;
    const count = unread(room, this.me.id);
    room.divider = count > 0 ? room.lastSeq - count : undefined;
    this.changed();
    this.entered(room);
    this.markRead();
  }

  closeRoom(): void {
    const room = this.current;
    if (!room) return;
    this.current = undefined;
    this.present = [];
    this.#typing.clear();
    this.left(room);
    this.changed();
  }

  /** Everything that is loaded of the current room has been seen. */
  markRead(): void {
    const room = this.current;
    if (!room || document.visibilityState !== 'visible') return;
    const seq = newestSeq(room);
    const mine = room.members.find(({ id }) => id === this.me.id);
    if (!mine || seq <= mine.read) return;
    mine.read = seq;
    this.mark(room, seq);
    this.changed();
  }

  // Messages.

  send(text: string): void {
    const room = this.current;
    if (!room || !text.trim()) return;
    this.#announced = 0;
    room.divider = undefined;
    const { id: author, name } = this.me;
    const message: Message = {
      id: crypto.randomUUID(), room: room.id, seq: undefined, author, name, kind: 'text', text: text.trim(), time: Date.now(),
    };
    merge(room, [message]);
    this.changed();
    void this.#sendAll();
  }

  /** Sends what was refused once more. */
  retry(message: Message): void {
    delete message.failed;
    this.changed();
    void this.#sendAll();
  }

  discard(message: Message): void {
    const room = this.rooms.get(message.room);
    if (room) room.messages = room.messages.filter(({ id }) => id !== message.id);
    this.changed();
  }

  protected take(room: Room, messages: Message[]): void {
    merge(room, messages);
    for (const { author } of messages) this.#typing.delete(author);
    if (room === this.current) this.markRead();
    this.changed();
  }

  /** One after the other and in order, for as long as it takes. */
  async #sendAll(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    const waiting = () => [...this.rooms.values()].flatMap(({ messages }) => messages).find((m) => m.seq === undefined && !m.failed);
    for (let message = waiting(), failures = 0; message; message = waiting()) {
      try {
        await this.deliver(message);
        failures = 0;
      } catch (error) {
        // With the same id it is the same message, so trying again is safe.
        if (error instanceof Refusal) message.failed = error.message;
        else await this.#pause(Math.min(5_000, 250 * 2 ** failures++));
        this.changed();
      }
    }
    this.#sending = false;
  }

  /** Until the time is over or the network comes back. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  // Typing.

  /** The user types; told to others now and then. */
  type(): void {
    if (this.client.state !== 'connected' || Date.now() - this.#announced < TYPING_INTERVAL) return;
    this.#announced = Date.now();
    this.announceTyping();
  }

  protected types({ id, name }: Person): void {
    if (id === this.me.id) return;
    this.#typing.set(id, { name, until: Date.now() + TYPING });
    setTimeout(() => {
      if ((this.#typing.get(id)?.until ?? Infinity) > Date.now()) return;
      this.#typing.delete(id);
      this.changed();
    }, TYPING + 50);
    this.changed();
  }

  // Coming back.

  /** Counts what arrives up to `until`, the newest publication when the connection was back. */
  protected beginCatchUp(outcome: string, missed: boolean, until: bigint): void {
    this.#caughtUp = { until, messages: 0, outcome };
    if (!missed) this.#endCatchUp();
  }

  /** A publication of the channel that is being caught up with. */
  protected caughtUp(offset: bigint, isMessage: boolean): void {
    if (!this.#caughtUp) return;
    if (isMessage) this.#caughtUp.messages++;
    if (offset >= this.#caughtUp.until) this.#endCatchUp();
  }

  #endCatchUp(): void {
    const { messages, outcome } = this.#caughtUp!;
    this.#caughtUp = undefined;
    const count = messages === 1 ? '1 message' : `${messages} messages`;
    this.notify({ text: messages > 0 ? `Back again: ${count} caught up` : 'Back again: nothing missed', outcome });
  }

  readonly #online = () => {
    this.#wake?.();
    this.changed();
  };

  readonly #visible = () => {
    this.markRead();
  };
}

/** The answer is no, and will be no next time. */
export class Refusal extends Error {}
