// What goes over the wire, decoded for people.

import type { Fanwire, Subscription } from '@fanwire/client';

import { PbReply } from '../../../web/src/gen/fanwire/client/v1/client.js';
import { listenRequest, sendRequests } from './requests.js';

const MAX_ENTRIES = 300;

export interface Entry {
  id: number;
  time: number;
  direction: 'up' | 'down' | 'note';
  /** What it is, in few words. */
  title: string;
  channel: string;
  bytes: number;
  detail: string;
}

/** One channel as this page follows it. */
export interface Watched {
  subscription: Subscription;
  /** How the last recovery ended. */
  outcome: string;
  /** Publications since the page was opened. */
  received: number;
}

export class Inspector {
  entries: Entry[] = [];
  readonly watched = new Map<string, Watched>();
  connection = '';
  reconnects = 0;
  #next = 0;

  constructor(private readonly changed: () => void) {}

  follow(client: Fanwire): void {
    client.on('connecting', ({ code, reason }) => {
      if (this.connection) this.reconnects++;
      this.connection = '';
      this.note('connecting', `${code}: ${reason}`);
    });
    client.on('connected', (connected) => {
      this.connection = connected.client;
      this.note('connected', `connection ${connected.client}, server ${connected.version}`);
    });
    client.on('disconnected', ({ code, reason }) => {
      this.connection = '';
      this.note('disconnected', `${code}: ${reason}`);
    });
    client.on('error', ({ code, message }) => this.note('error', `${code}: ${message}`));
  }

  watch(subscription: Subscription): void {
    const watched: Watched = { subscription, outcome: '', received: 0 };
    this.watched.set(subscription.channel, watched);
    subscription.on('subscribed', ({ outcome }) => {
      watched.outcome = outcome;
      this.changed();
    });
    subscription.on('publication', () => watched.received++);
    subscription.on('unsubscribed', ({ code, reason }) => this.note('unsubscribed', `${code}: ${reason}`, subscription.channel));
    subscription.on('error', ({ code, message }) => this.note('error', `${code}: ${message}`, subscription.channel));
  }

  unwatch(channel: string): void {
    this.watched.delete(channel);
    this.changed();
  }

  clear(): void {
    this.entries = [];
    this.changed();
  }

  note(title: string, detail: string, channel = ''): void {
    this.#add({ direction: 'note', title, channel, bytes: 0, detail });
  }

  /** Looks at the frames of what `through` fetches. */
  tap(through: typeof fetch): typeof fetch {
    return async (input, init) => {
      const method = String(input).split('/').at(-1) ?? '';
      if (init?.body instanceof Uint8Array) this.#request(method, init.body);
      const response = await through(input, init);
      if (method !== 'Listen' || !response.body) return response;
      const frames = new Frames((message) => this.#reply(message));
      const body = response.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            frames.take(chunk);
            controller.enqueue(chunk);
          },
        }),
      );
      return new Response(body, response);
    };
  }

  #request(method: string, body: Uint8Array): void {
    const frames = new Frames((message) => {
      const requests = method === 'Listen' ? [listenRequest(message)] : sendRequests(message);
      requests.forEach(({ title, channel, detail }, index) => {
        // The size is that of all of them together.
        this.#add({ direction: 'up', title, channel, bytes: index === 0 ? message.length : 0, detail: show(detail) });
      });
    });
    frames.take(body);
  }

  #reply(message: Uint8Array): void {
    const reply = PbReply.decode(message);
    const bytes = message.length;
    const result = reply.result;
    if (!result) return this.#add({ direction: 'down', title: 'ping', channel: '', bytes, detail: '' });
    if (result.$case !== 'push') {
      return this.#add({ direction: 'down', title: `${result.$case} reply`, channel: '', bytes, detail: show(reply) });
    }
    const { channel, event } = result.value;
    const offset = event?.$case === 'pub' && event.value.offset > 0n ? ` #${event.value.offset}` : '';
    const title = (event?.$case === 'pub' ? 'publication' : (event?.$case ?? 'push')) + offset;
    this.#add({ direction: 'down', title, channel, bytes, detail: show(event?.value) });
  }

  #add(entry: Omit<Entry, 'id' | 'time'>): void {
    this.entries = [{ ...entry, id: this.#next++, time: Date.now() }, ...this.entries.slice(0, MAX_ENTRIES - 1)];
    this.changed();
  }
}

/** Cuts a grpc-web body into messages: five bytes of flags and length before each. */
class Frames {
  #rest = new Uint8Array();

  constructor(private readonly message: (data: Uint8Array) => void) {}

  take(chunk: Uint8Array): void {
    let bytes = new Uint8Array(this.#rest.length + chunk.length);
    bytes.set(this.#rest);
    bytes.set(chunk, this.#rest.length);
    while (bytes.length >= 5) {
      const end = 5 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
      if (bytes.length < end) break;
      // Trailers are text, and marked.
      if (bytes[0] === 0) this.message(bytes.slice(5, end));
      bytes = bytes.subarray(end);
    }
    this.#rest = bytes;
  }
}

function show(value: unknown): string {
  return JSON.stringify(value, readable, 2) ?? '';
}

function readable(key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Map) return Object.fromEntries(value);
  // A token is a secret even on a screen.
  if (key === 'token' && typeof value === 'string' && value) return `${value.slice(0, 12)}…`;
  if (value === '' || value === false) return undefined;
  return value;
}
