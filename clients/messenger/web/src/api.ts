// The messenger's backend.

import { Refusal } from './messenger.js';
import type { Listed, Message, Person, Room } from './model.js';
import type { Network } from './network.js';

/** The session is over. */
export class SignedOut extends Error {}

export interface Session {
  session: string;
  user: Person;
}

/** How the backend's events get to Fanwire. */
export interface Publishing {
  name: string;
  how: string;
}

interface WireMessage {
  id: string; room: number; seq: number; author: number; name: string; kind: 'text' | 'system'; text: string; time: number;
}

interface WireRoom {
  id: number; name: string; direct: boolean; lastSeq: number;
  members: { id: number; name: string; read: number }[];
  last: WireMessage | null;
}

/** What the personal channel brings. */
export type WireEvent =
  | { type: 'message'; message: WireMessage }
  | { type: 'room'; room: WireRoom }
  | { type: 'left'; room: number; seq: number }
  | { type: 'read'; room: number; user: number; seq: number };

export class Api {
  constructor(
    readonly url: string,
    private readonly network: Network,
    private readonly session = '',
  ) {}

  async login(name: string): Promise<Session> {
    const { session, user } = await this.#call<{ session: string; user: { id: number; name: string } }>('login', { name });
    return { session, user: { id: String(user.id), name: user.name } };
  }

  logout = () => this.#call('logout', {});
  token = async () => (await this.#call<{ token: string }>('token', {})).token;
  channelToken = async (channel: string) => (await this.#call<{ token: string }>('channel-token', { channel })).token;
  state = () => this.#call<{ rooms: WireRoom[]; publishing: Publishing }>('state');
  users = async () => (await this.#call<{ id: number; name: string }[]>('users')).map(({ id, name }) => ({ id: String(id), name }));
  discover = async () => (await this.#call<Listed[]>('rooms')).map((room) => ({ ...room, id: String(room.id) }));
  create = (name: string) => this.#call<WireRoom>('rooms', { name });
  direct = (user: string) => this.#call<WireRoom>('direct', { user: Number(user) });
  join = (room: string) => this.#call<WireRoom>(`rooms/${room}/join`, {});
  leave = (room: string) => this.#call(`rooms/${room}/leave`, {});
  read = (room: string, seq: number) => this.#call(`rooms/${room}/read`, { seq });

  send = async ({ id, room, text }: Message) => toMessage(await this.#call<WireMessage>(`rooms/${room}/messages`, { id, text }));

  async messages(room: string, query: Record<string, number>): Promise<Message[]> {
    const params = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    return (await this.#call<WireMessage[]>(`rooms/${room}/messages?${params}`)).map(toMessage);
  }

  async #call<T>(path: string, body?: unknown): Promise<T> {
    const response = await this.network.fetch(`${this.url}/api/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.session ? { authorization: `Bearer ${this.session}` } : {}),
      },
      cache: 'no-store',
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer as T;
    const said = (answer as { error?: unknown } | undefined)?.error;
    const reason = typeof said === 'string' ? said : `the backend answered ${response.status}`;
    if (response.status === 401) throw new SignedOut(reason);
    throw response.status < 500 ? new Refusal(reason) : new Error(reason);
  }
}

export function toMessage(message: WireMessage): Message {
  return { ...message, room: String(message.room), author: String(message.author) };
}

/** The room, with what is already known of it. */
export function toRoom(wire: WireRoom, known: Room | undefined): Room {
  const readBefore = (id: string) => known?.members.find((member) => member.id === id)?.read ?? 0;
  const members = wire.members.map(({ id, name, read }) => {
    return { id: String(id), name, read: Math.max(read, readBefore(String(id))) };
  });
  const unloaded = { messages: [], loaded: false, complete: false, divider: undefined };
  const { name, direct } = wire;
  // What is told of a room can be older than the messages that came meanwhile, who joined and left among them.
  if (known && known.lastSeq > wire.lastSeq) return known;
  const newest = { lastSeq: wire.lastSeq, last: wire.last ? toMessage(wire.last) : undefined };
  return { ...unloaded, ...known, id: String(wire.id), name, direct, members, ...newest };
}
