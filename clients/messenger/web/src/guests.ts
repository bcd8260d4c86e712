// The messenger without a backend: one shared room, in which clients publish
// themselves. There are no accounts, so a name is only what a guest says.

import { type Publication, type Subscription, toJson, toText } from '@fanwire/client';

import { Messenger, type Present } from './messenger.js';
import { type Message, type Person, type Room, emptyRoom, merge } from './model.js';
import type { Network } from './network.js';

const PAGE = 50;
/** In larger rooms guests don't introduce themselves to everybody who comes. */
const MAX_INTRODUCTIONS = 30;
const MAX_TEXT = 4_000;
const ANIMALS = ['Badger', 'Crane', 'Dolphin', 'Fox', 'Heron', 'Ibex', 'Lynx', 'Marten', 'Otter', 'Puffin', 'Raven', 'Seal'];
const ADJECTIVES = ['Amber', 'Brave', 'Calm', 'Clever', 'Gentle', 'Lucky', 'Merry', 'Quick', 'Quiet', 'Silver', 'Sunny', 'Wise'];

/** A message, and the id that its author gave it. */
type Published = Message & { claimed: string };

/** What guests tell each other on the channel without history. */
type Sign = { type: 'typing' | 'hello'; id: string; name: string };

export class Guests extends Messenger {
  readonly accounts = false;
  readonly #room: Room = { ...emptyRoom('lobby', 'Lobby'), members: [] };
  readonly #lobby: Subscription;
  readonly #signs: Subscription;
  /** Who a connection says it is. */
  readonly #names = new Map<string, Person>();
  #epoch = '';
  #lostAt: bigint | undefined;

  constructor(network: Network, server: string) {
    super(guest(), network, server, {});
    this.rooms.set(this.#room.id, this.#room);
    this.#lobby = this.client.newSubscription('chat:lobby', { recoverable: true, joinLeave: true, getState: () => this.#load() });
    this.#signs = this.client.newSubscription('live:lobby');
    this.#lobby.on('subscribing', () => (this.#lostAt ??= this.#lobby.position?.offset));
    this.#lobby.on('subscribed', ({ wasRecovering, outcome, position }) => {
      this.#who().catch(() => undefined); // the connection is lost: asked again after the next
      const before = this.#lostAt;
      this.#lostAt = undefined;
      if (!position) return;
      this.#epoch = position.epoch;
      if (before === undefined) return;
      this.beginCatchUp(outcome, wasRecovering && outcome === 'RECOVERED' && position.offset > before, position.offset);
    });
    this.#lobby.on('publication', (publication) => {
      this.take(this.#room, [this.#identified(toMessage(publication))]);
      this.caughtUp(publication.offset, true);
    });
    this.#lobby.on('join', ({ info }) => this.#came(info.client));
    this.#lobby.on('leave', ({ info }) => this.#went(info.client));
    this.#signs.on('subscribed', () => this.#sign('hello'));
    this.#signs.on('publication', (publication) => this.#signed(publication));
    this.client.on('disconnected', ({ code, reason }) => {
      if (code !== 0) this.fail('You have been disconnected', `The server says: ${reason} (${code}).`);
    });
    for (const subscription of [this.#lobby, this.#signs]) {
      this.inspector.watch(subscription);
      subscription.on('unsubscribed', ({ code, reason }) => this.fail('Not allowed', `${reason} (${code})`));
    }
  }

  override start(): void {
    this.#lobby.subscribe();
    this.#signs.subscribe();
    this.client.connect();
    this.open(this.#room.id);
  }

  rename(name: string): void {
    this.me = { ...this.me, name };
    sessionStorage.setItem('guest', JSON.stringify(this.me));
    this.#sign('hello');
    this.changed();
  }

  async #load(): Promise<void> {
    const { publications, position } = await this.client.history('chat:lobby', { limit: PAGE, reverse: true });
    this.#epoch = position.epoch;
    this.#room.messages = this.#room.messages.filter(({ seq }) => seq === undefined);
    this.#room.loaded = true;
    this.#room.complete = publications.length < PAGE;
    this.loaded = true;
    this.take(this.#room, publications.map(toMessage));
  }

  override async loadOlder(room: Room): Promise<void> {
    const first = room.messages.find(({ seq, kind }) => seq !== undefined && kind === 'text')?.seq;
    if (first === undefined) return;
    const since = { offset: BigInt(first), epoch: this.#epoch };
    const { publications } = await this.client.history('chat:lobby', { limit: PAGE, reverse: true, since });
    room.complete = publications.length < PAGE;
    merge(room, publications.map(toMessage));
    this.changed();
  }

  protected override async deliver({ id, text }: Message): Promise<void> {
    const { id: author, name } = this.me;
    await this.#lobby.ready();
    const { offset } = await this.#lobby.publish({ id, author, name, text: text.slice(0, MAX_TEXT) }, { idempotencyKey: id });
    // It arrives as any other; until then, and if that was long ago:
    const message = this.#room.messages.find((one) => one.id === id);
    if (message && message.seq === undefined) this.take(this.#room, [{ ...message, seq: Number(offset) }]);
  }

  protected override announceTyping(): void {
    this.#sign('typing');
  }

  protected override entered(): void {}
  protected override left(): void {}
  protected override mark(): void {}

  /** The id that the message has here: its own only if it is ours, since anybody can claim any. */
  #identified({ claimed, ...message }: Published): Message {
    const { messages } = this.#room;
    const known = messages.find(({ seq }) => seq === message.seq);
    const sent = messages.find(({ id, seq }) => seq === undefined && id === claimed);
    return { ...message, id: known?.id ?? sent?.id ?? message.id };
  }

  // Who is there.

  async #who(): Promise<void> {
    const { clients } = await this.#lobby.presence();
    this.present = [...clients.keys()].map((client) => this.#present(client));
    this.changed();
  }

  #came(client: string): void {
    this.present = [...this.present.filter((one) => one.client !== client), this.#present(client)];
    // A little later, so that not all speak at once.
    if (this.present.length <= MAX_INTRODUCTIONS) setTimeout(() => this.#sign('hello'), Math.random() * 300);
    this.changed();
  }

  #went(client: string): void {
    this.present = this.present.filter((one) => one.client !== client);
    if (this.#names.has(client)) this.#tell(this.#names.get(client)!, 'left');
    this.#names.delete(client);
  }

  #present(client: string): Present {
    return { client, ...(this.#names.get(client) ?? { id: client, name: 'Guest' }) };
  }

  #sign(type: Sign['type']): void {
    if (this.#signs.state !== 'subscribed') return;
    const sign: Sign = { type, ...this.me };
    this.#signs.publish(sign).catch(() => undefined); // another one follows
  }

  #signed({ data, info }: Publication): void {
    const { type, id, name } = parse<Sign>(data);
    if (!info || typeof id !== 'string' || typeof name !== 'string') return;
    const person = { id: id.slice(0, 40), name: name.slice(0, 30) };
    if (type === 'typing') this.types(person);
    if (type !== 'hello') return;
    const isNew = !this.#names.has(info.client) && this.#room.loaded && id !== this.me.id;
    const knows = [...this.#names.values()].some((known) => known.id === id);
    this.#names.set(info.client, person);
    this.present = this.present.map((one) => (one.client === info.client ? { ...one, ...person } : one));
    if (isNew && !knows && this.present.some(({ client }) => client === info.client)) this.#tell(person, 'is here');
    this.changed();
  }

  /** A line that only this page has. */
  #tell({ id: author, name }: Person, text: string): void {
    const last = this.#room.lastSeq;
    const message: Message = {
      id: crypto.randomUUID(), room: 'lobby', seq: last + 0.5, author, name, kind: 'system', text, time: Date.now(),
    };
    merge(this.#room, [message]);
    this.#room.lastSeq = last;
    this.changed();
  }
}

function guest(): Person {
  try {
    const { id, name } = JSON.parse(sessionStorage.getItem('guest') ?? '{}') as Partial<Person>;
    if (typeof id === 'string' && typeof name === 'string') return { id, name };
  } catch {
    // Somebody else's: a new one is made.
  }
  const pick = (words: string[]) => words[Math.floor(Math.random() * words.length)];
  const made = { id: crypto.randomUUID(), name: `${pick(ADJECTIVES)} ${pick(ANIMALS)}` };
  sessionStorage.setItem('guest', JSON.stringify(made));
  return made;
}

/** What anybody can publish is checked by whoever reads it. */
function toMessage({ data, offset, time }: Publication): Published {
  const { id: claimed, author, name, text } = parse<Message>(data);
  const message: Published = {
    id: `#${offset}`, room: 'lobby', seq: Number(offset), author: '', name: 'published', kind: 'text', text: '', time, claimed: '',
  };
  if (typeof claimed !== 'string' || typeof author !== 'string' || typeof name !== 'string' || typeof text !== 'string') {
    // Such as what `fanwire publish chat:lobby hello` sends.
    return { ...message, text: toText(data).slice(0, MAX_TEXT) };
  }
  return { ...message, claimed, author, name: name.slice(0, 30), text: text.slice(0, MAX_TEXT) };
}

function parse<T extends object>(data: Uint8Array): Partial<T> {
  try {
    const value = toJson<unknown>(data);
    return typeof value === 'object' && value !== null ? (value as Partial<T>) : {};
  } catch {
    return {};
  }
}
