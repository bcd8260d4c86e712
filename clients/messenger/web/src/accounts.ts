// The messenger with its backend: accounts, many rooms. Everything that concerns
// this user comes over one personal channel; what is only about the open room
// (who is there, who types) over two channels of its own.

import { type Presence, type Publication, type Subscription, UnauthorizedError, toJson } from '@fanwire/client';

import { Api, type Publishing, type Session, SignedOut, type WireEvent, toMessage, toRoom } from './api.js';
import { Messenger, type Present, Refusal } from './messenger.js';
import { type Message, type Person, type Room, merge, newestSeq } from './model.js';
import type { Network } from './network.js';

const PAGE = 50;

export class Accounts extends Messenger {
  readonly accounts = true;
  /** Known once there is something to show. */
  publishing: Publishing | undefined;
  readonly #api: Api;
  readonly #personal: Subscription;
  #roomSubs: Subscription[] = [];
  /** Rooms whose holes are being filled. */
  readonly #filling = new Map<Room, Promise<void>>();
  /** Position when the connection was lost. */
  #lostAt: bigint | undefined;

  constructor(
    session: Session,
    network: Network,
    server: string,
    backend: string,
    private readonly signedOut: (reason: string) => void,
  ) {
    super(session.user, network, server, { getToken: () => this.#token() });
    this.#api = new Api(backend, network, session.session);
    this.#personal = this.client.newSubscription(`user:#${this.me.id}`, { recoverable: true, getState: () => this.#load() });
    this.#personal.on('subscribing', () => (this.#lostAt ??= this.#personal.position?.offset));
    this.#personal.on('subscribed', ({ wasRecovering, outcome, position }) => {
      const before = this.#lostAt;
      this.#lostAt = undefined;
      if (before === undefined || !position) return;
      const missed = wasRecovering && outcome === 'RECOVERED' && position.offset > before;
      this.beginCatchUp(outcome, missed, position.offset);
    });
    this.#personal.on('publication', (publication) => this.#event(publication));
    this.#personal.on('unsubscribed', ({ code, reason }) => this.fail('Not allowed', `${reason} (${code})`));
    this.client.on('disconnected', ({ code, reason }) => {
      if (code === 0) return; // ours: signing out, or what was wrong is shown already
      this.fail('You have been disconnected', `The server says: ${reason} (${code}). This page does not try to come back.`);
    });
    this.inspector.watch(this.#personal);
  }

  override start(): void {
    this.#personal.subscribe();
    this.client.connect();
  }

  async signOut(): Promise<void> {
    this.close();
    await this.#api.logout().catch(() => undefined); // the session is forgotten here anyway
    this.signedOut('');
  }

  // Rooms.

  discover = () => this.#api.discover();
  users = () => this.#api.users();
  // Each resolves once the room is open, not when it is loaded: a dialog that waited for that would keep the keyboard.
  create = async (name: string) => this.#enter(await this.#api.create(name));
  join = async (room: string) => this.#enter(await this.#api.join(room));
  direct = async (user: string) => this.#enter(await this.#api.direct(user));

  async leave(room: Room): Promise<void> {
    await this.#api.leave(room.id);
    this.#forget(room.id);
  }

  #enter(wire: Parameters<typeof toRoom>[0]): void {
    this.open(this.#put(wire).id);
  }

  #put(wire: Parameters<typeof toRoom>[0]): Room {
    const known = this.rooms.get(String(wire.id));
    const room = toRoom(wire, known);
    // Whoever holds the object sees the change.
    const kept = known ? Object.assign(known, room) : room;
    this.rooms.set(kept.id, kept);
    this.changed();
    return kept;
  }

  #forget(id: string): void {
    if (this.current?.id === id) this.closeRoom();
    this.rooms.delete(id);
    this.changed();
  }

  /** This user has left the room with message `seq`, unless they are back already. */
  #left(id: string, seq: number): void {
    const room = this.rooms.get(id);
    if (room && room.lastSeq <= seq) this.#forget(id);
  }

  protected override entered(room: Room): void {
    const presence = this.#newRoomSub(`room:${room.id}`, true);
    const typing = this.#newRoomSub(`typing:${room.id}`, false);
    presence.on('subscribed', () => {
      const shown = ({ clients }: Presence) => {
        if (this.current === room) this.present = [...clients.values()].map(toPresent);
        this.changed();
      };
      presence.presence().then(shown, () => undefined); // the connection is lost: asked again after the next
    });
    presence.on('join', ({ info }) => {
      this.present = [...this.present.filter(({ client }) => client !== info.client), toPresent(info)];
      this.changed();
    });
    presence.on('leave', ({ info }) => {
      this.present = without(this.present, info.client, info.user);
      this.changed();
    });
    typing.on('publication', ({ info }) => info && this.types(toPresent(info)));
    if (!room.loaded) void this.#loadRoom(room);
  }

  #newRoomSub(channel: string, joinLeave: boolean): Subscription {
    const getToken = ({ channel }: { channel: string }) => this.#asking(this.#api.channelToken(channel));
    const subscription = this.client.newSubscription(channel, { joinLeave, getToken });
    this.#roomSubs.push(subscription);
    this.inspector.watch(subscription);
    subscription.subscribe();
    return subscription;
  }

  protected override left(): void {
    for (const subscription of this.#roomSubs) {
      this.client.removeSubscription(subscription);
      this.inspector.unwatch(subscription.channel);
    }
    this.#roomSubs = [];
  }

  // State: loaded once, then changed by events; loaded again only when those cannot be recovered.

  async #load(): Promise<void> {
    const { rooms: wires, publishing } = await this.#asking(this.#api.state());
    this.publishing = publishing;
    const ids = new Set(wires.map(({ id }) => String(id)));
    for (const id of this.rooms.keys()) if (!ids.has(id)) this.#forget(id);
    for (const wire of wires) {
      const room = this.#put(wire);
      // What was loaded may have a hole now. What is on its way stays.
      room.messages = room.messages.filter(({ seq }) => seq === undefined);
      room.loaded = false;
    }
    if (this.current) await this.#loadRoom(this.current);
    this.loaded = true;
    this.changed();
  }

  async #loadRoom(room: Room): Promise<void> {
    // Until then its events are not shown: there is no giving up.
    while (!room.loaded && this.rooms.get(room.id) === room && !this.fatal) {
      try {
        const messages = await this.#api.messages(room.id, { limit: PAGE });
        room.loaded = true;
        room.complete = messages.length < PAGE;
        this.take(room, messages);
        // Events that came meanwhile.
        if (newestSeq(room) < room.lastSeq) void this.#fill(room);
      } catch (error) {
        this.#say(error);
        if (error instanceof Refusal || error instanceof SignedOut) return;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  }

  override async loadOlder(room: Room): Promise<void> {
    const first = room.messages[0]?.seq;
    if (first === undefined) return;
    const messages = await this.#api.messages(room.id, { before: first, limit: PAGE });
    room.complete = messages.length < PAGE;
    merge(room, messages);
    this.changed();
  }

  #event({ data, offset }: Publication): void {
    const event = toJson<WireEvent>(data);
    if (event.type === 'message') void this.#message(toMessage(event.message));
    else if (event.type === 'room') this.#put(event.room);
    else if (event.type === 'left') this.#left(String(event.room), event.seq);
    else this.#readMark(String(event.room), String(event.user), event.seq);
    this.caughtUp(offset, event.type === 'message' && event.message.kind === 'text');
  }

  /** Resolves once the message is shown, where its room is. */
  async #message(message: Message): Promise<void> {
    const room = this.rooms.get(message.room);
    if (!room) return; // its own event follows
    if (message.kind === 'system') this.#membership(room, message);
    const { seq = 0 } = message;
    this.#readMark(room.id, message.author, seq);
    if (seq > room.lastSeq) Object.assign(room, { lastSeq: seq, last: message });
    this.changed();
    if (room.loaded && seq > newestSeq(room) + 1) await this.#fill(room);
    else if (room.loaded) this.take(room, [message]);
    else room.messages = room.messages.filter(({ id }) => id !== message.id); // comes with the others
  }

  /** The backend's events can overtake each other, or be lost with it: the messages' numbers tell. */
  #fill(room: Room): Promise<void> {
    let filling = this.#filling.get(room);
    if (!filling) {
      filling = this.#fillNow(room).finally(() => this.#filling.delete(room));
      this.#filling.set(room, filling);
    }
    return filling;
  }

  async #fillNow(room: Room): Promise<void> {
    while (room.loaded && newestSeq(room) < room.lastSeq && !this.fatal) {
      const { lastSeq } = room;
      try {
        const messages = await this.#api.messages(room.id, { after: newestSeq(room), limit: 100 });
        if (!room.loaded || (messages.length === 0 && room.lastSeq === lastSeq)) return;
        this.take(room, messages);
      } catch (error) {
        if (error instanceof Refusal || error instanceof SignedOut) return;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  }

  #membership(room: Room, { author: id, name, text, seq = 0 }: Message): void {
    const known = room.members.find((member) => member.id === id);
    room.members = room.members.filter((member) => member !== known);
    if (text !== 'left') room.members.push({ id, name, read: Math.max(seq, known?.read ?? 0) });
  }

  #readMark(room: string, user: string, seq: number): void {
    const member = this.rooms.get(room)?.members.find(({ id }) => id === user);
    if (member) member.read = Math.max(member.read, seq);
    this.changed();
  }

  // What this user does.

  protected override async deliver(message: Message): Promise<void> {
    const stored = await this.#api.send(message).catch((error: unknown) => {
      if (error instanceof SignedOut) this.signedOut(error.message);
      throw error instanceof SignedOut ? new Refusal(error.message) : error;
    });
    await this.#message(stored);
  }

  protected override mark(room: Room, seq: number): void {
    this.#api.read(room.id, seq).catch(() => undefined); // the next mark says it all
  }

  protected override announceTyping(): void {
    // Nobody waits for it, and the next one comes soon.
    this.#roomSubs.find(({ channel }) => channel.startsWith('typing:'))?.publish({}).catch(() => undefined);
  }

  // Being signed in.

  async #token(): Promise<string> {
    return this.#asking(this.#api.token());
  }

  /** Tells the client when there is no use in asking again. */
  async #asking<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof SignedOut) {
        this.signedOut(error.message);
        throw new UnauthorizedError(error.message);
      }
      if (error instanceof Refusal) throw new UnauthorizedError(error.message);
      throw error;
    }
  }

  #say(error: unknown): void {
    this.notify({ text: error instanceof Error ? error.message : String(error) });
  }
}

function toPresent({ client, user, connInfo }: { client: string; user: string; connInfo: Uint8Array }): Present {
  return { client, id: user, name: nameOf(connInfo) ?? user };
}

function nameOf(info: Uint8Array): string | undefined {
  if (info.length === 0) return undefined;
  const { name } = toJson<Partial<Person>>(info);
  return typeof name === 'string' ? name : undefined;
}

/** One connection less. The server may name another one of the user, see the client's README. */
function without(present: Present[], client: string, user: string): Present[] {
  const gone = present.find((one) => one.client === client) ?? present.find(({ id }) => id === user);
  return present.filter((one) => one !== gone);
}
