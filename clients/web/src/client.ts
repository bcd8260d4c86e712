import { Calls } from './calls.js';
import { Disconnected } from './codes.js';
import { Connection } from './connection.js';
import type { PushEvent } from './convert.js';
import type { Data } from './data.js';
import { Emitter } from './emitter.js';
import { ErrorCode, FanwireError } from './errors.js';
import { ServerSubs } from './server-subs.js';
import { openSession } from './sharing/choose.js';
import { Subscription } from './subscription.js';
import { timing } from './timing.js';
import type {
  ClientEvents, ClientState, History, HistoryOptions, Options, Presence, PresenceStats, PublishOptions, Published,
  Reason, SubscriptionOptions,
} from './types.js';
import { Waiters } from './waiters.js';

/** A client of one Fanwire server: one connection, any number of subscriptions. */
export class Fanwire extends Emitter<ClientEvents> {
  readonly #connection: Connection;
  readonly #calls: Calls;
  readonly #serverSubs = new ServerSubs(this);
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #waiters = new Waiters();

  /** `url` is where the server's client listener is, such as https://rt.example.com. */
  constructor(url: string | URL, options: Options = {}) {
    super();
    const times = timing(options);
    this.#connection = new Connection(options, openSession(String(url).replace(/\/+$/, ''), options, times), times, {
      connecting: (reason) => this.#connecting(reason),
      connected: (result) => {
        const { client, version, data } = result;
        this.emit('connected', { client, version, data });
        if (this.state !== 'connected') return; // a listener has disconnected
        this.#serverSubs.connected(result);
        for (const subscription of this.#subscriptions.values()) subscription.resume();
        this.#waiters.resolve();
      },
      disconnected: (reason) => this.#disconnected(reason),
      push: (channel, event) => this.#push(channel, event),
      error: (error) => this.emit('error', error),
      token: (channel, token) => this.#subscriptions.get(channel)?.renewed(token),
      subs: () => this.#serverSubs.requests(),
    });
    this.#calls = new Calls(async (request) => {
      await this.ready(this.#connection.timeout);
      return new Promise((resolve, reject) => {
        this.#connection.request(request, (answer) => {
          if ('error' in answer) reject(answer.error);
          else resolve(answer.result);
        });
      });
    });
  }

  get state(): ClientState {
    return this.#connection.state;
  }

  /** Connects, and stays so until disconnect() or a final answer of the server. */
  connect(): void {
    this.#connection.start();
  }

  /** Ends the connection. Subscriptions go on when connect() is called again. */
  disconnect(): void {
    this.#connection.stop(Disconnected.disconnectCalled, 'disconnect called');
  }

  /** Resolves once connected; rejects when that is given up, or after `timeoutMs`. */
  async ready(timeoutMs?: number): Promise<void> {
    if (this.state === 'connected') return;
    if (this.state === 'disconnected') throw disconnected('call connect()');
    await this.#waiters.wait('connected', timeoutMs);
  }

  /** A subscription that does nothing until its subscribe() is called. There is one for each channel. */
  newSubscription(channel: string, options: SubscriptionOptions = {}): Subscription {
    if (this.#subscriptions.has(channel)) {
      throw new Error(`there is a subscription to ${channel} already: use getSubscription, or removeSubscription first`);
    }
    const connection = this.#connection;
    const subscription = new Subscription(channel, options, {
      get connected() {
        return connection.state === 'connected';
      },
      get now() {
        return connection.now;
      },
      calls: this.#calls,
      backoff: () => connection.backoff(),
      request: (request, answer) => connection.request(request, answer),
      reconnect: (code, reason) => connection.reconnect(code, reason),
    });
    this.#subscriptions.set(channel, subscription);
    return subscription;
  }

  getSubscription(channel: string): Subscription | undefined {
    return this.#subscriptions.get(channel);
  }

  /** Unsubscribes and forgets it. */
  removeSubscription(subscription: Subscription): void {
    subscription.unsubscribe();
    if (this.#subscriptions.get(subscription.channel) === subscription) this.#subscriptions.delete(subscription.channel);
  }

  /** Publishes to a channel; waits for the connection. When it fails, only an idempotencyKey makes it safe to try again. */
  publish(channel: string, data: Data, options?: PublishOptions): Promise<Published> {
    return this.#calls.publish(channel, data, options);
  }

  /** Reads a channel's history. */
  history(channel: string, options?: HistoryOptions): Promise<History> {
    return this.#calls.history(channel, options);
  }

  /** Who is in a channel, by connection. */
  presence(channel: string): Promise<Presence> {
    return this.#calls.presence(channel);
  }

  /** How many are in a channel. */
  presenceStats(channel: string): Promise<PresenceStats> {
    return this.#calls.presenceStats(channel);
  }

  #connecting(reason: Reason): void {
    this.emit('connecting', reason);
    this.#suspend(reason);
  }

  #disconnected(reason: Reason): void {
    this.emit('disconnected', reason);
    this.#suspend(reason);
    this.#waiters.reject(disconnected(reason.reason));
  }

  #suspend({ code, reason }: Reason): void {
    this.#serverSubs.suspend(code, reason);
    for (const subscription of this.#subscriptions.values()) subscription.suspend();
  }

  #push(channel: string, event: PushEvent): void {
    const subscription = this.#subscriptions.get(channel);
    if (subscription && event.$case !== 'subscribe') subscription.push(event);
    else this.#serverSubs.push(channel, event);
  }
}

function disconnected(reason: string): FanwireError {
  return new FanwireError(ErrorCode.Disconnected, `disconnected: ${reason}`);
}
