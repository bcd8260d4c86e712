import type { Backoff } from './backoff.js';
import type { Calls } from './calls.js';
import {
  Connecting, SUBSCRIPTION_EXPIRED, SUBSCRIPTION_INVALIDATED, Subscribing, TOKEN_EXPIRED, Unsubscribed, subscribesAgain,
} from './codes.js';
import { type Request, subscribeRequest } from './commands.js';
import { type PushEvent, passOn, toPublication, toSubscribed } from './convert.js';
import type { Data } from './data.js';
import { Emitter } from './emitter.js';
import { ErrorCode, FanwireError, UnauthorizedError, reason } from './errors.js';
import type { PbSubscribeResult } from './gen/fanwire/client/v1/commands.js';
import { Held } from './held.js';
import type { Answer } from './pending.js';
import { Position } from './position.js';
import { StateLoader } from './state.js';
import { Timer, refreshDelay } from './timer.js';
import { TokenSource } from './token.js';
import type {
  History, HistoryOptions, Presence, PresenceStats, PublishOptions, Published, StreamPosition, SubscriptionEvents,
  SubscriptionOptions, SubscriptionState,
} from './types.js';
import { Waiters } from './waiters.js';

/**
 * What a subscription needs of its client.
 * @internal
 */
export interface Host {
  readonly connected: boolean;
  readonly now: number;
  readonly calls: Calls;
  backoff(): Backoff;
  request(request: Request, answer: Answer): void;
  reconnect(code: number, reason: string): void;
}

/** One channel that this client follows. Made by `newSubscription`. */
export class Subscription extends Emitter<SubscriptionEvents> {
  readonly #token: TokenSource<{ channel: string }>;
  readonly #backoff: Backoff;
  readonly #retry = new Timer();
  readonly #expiry = new Timer();
  readonly #waiters = new Waiters();
  readonly #loader: StateLoader | undefined;
  #position: Position;
  #state: SubscriptionState = 'unsubscribed';
  /** False where the server would not recover from the position. */
  #recovers: boolean;
  /** Of the subscribe command; what belongs to an earlier one is void. */
  #generation = 0;
  /** True when the server knows of this subscription, or will soon. */
  #sent = false;
  /** What came while the state is not yet loaded. */
  #held: Held | undefined;

  /** @internal */
  constructor(
    /** The channel's name. */
    readonly channel: string,
    private readonly options: SubscriptionOptions,
    private readonly host: Host,
  ) {
    super();
    this.#token = new TokenSource(options.token, options.getToken, { channel });
    this.#backoff = host.backoff();
    this.#position = new Position(options.since);
    this.#recovers = options.since !== undefined;
    if (options.getState) {
      this.#loader = new StateLoader(channel, options.getState, host.backoff(), {
        loaded: (at) => this.#loaded(at),
        failed: (error) => this.emit('error', error),
      });
    }
  }

  get state(): SubscriptionState {
    return this.#state;
  }

  /** Of the last publication seen; undefined when the channel has no history. */
  get position(): StreamPosition | undefined {
    return this.#position.since;
  }

  /** Starts; also again, after `unsubscribed`. */
  subscribe(): void {
    if (this.#state !== 'unsubscribed') return;
    this.#toSubscribing(Subscribing.subscribeCalled, 'subscribe called');
    this.resume();
  }

  /** Ends; the position is kept for a later subscribe(). */
  unsubscribe(): void {
    this.#toUnsubscribed(Unsubscribed.unsubscribeCalled, 'unsubscribe called');
  }

  /** Resolves once subscribed; rejects when that is given up, or after `timeoutMs`. */
  async ready(timeoutMs?: number): Promise<void> {
    if (this.#state === 'subscribed') return;
    if (this.#state === 'unsubscribed') throw unsubscribed(this.channel, 'call subscribe()');
    await this.#waiters.wait(`subscribed to ${this.channel}`, timeoutMs);
  }

  /** Publishes to the channel. */
  publish(data: Data, options?: PublishOptions): Promise<Published> {
    return this.host.calls.publish(this.channel, data, options);
  }

  /** Reads the channel's history. */
  history(options?: HistoryOptions): Promise<History> {
    return this.host.calls.history(this.channel, options);
  }

  /** Who is in the channel, by connection. */
  presence(): Promise<Presence> {
    return this.host.calls.presence(this.channel);
  }

  /** How many are in the channel. */
  presenceStats(): Promise<PresenceStats> {
    return this.host.calls.presenceStats(this.channel);
  }

  /**
   * The client is connected.
   * @internal
   */
  resume(): void {
    if (this.#state === 'subscribing' && this.host.connected && !this.#sent) this.#attempt();
  }

  /**
   * The client is not connected any more.
   * @internal
   */
  suspend(): void {
    this.#sent = false;
    if (this.#state === 'subscribed') this.#toSubscribing(Subscribing.transportClosed, 'connection lost');
    else this.#cancel();
  }

  /**
   * Another tab has renewed the token.
   * @internal
   */
  renewed(token: string): void {
    this.#token.replace(token);
  }

  /** @internal */
  push(event: PushEvent): void {
    if (event.$case === 'unsubscribe') this.#ended(event.value.code, event.value.reason);
    else if (event.$case === 'refresh') this.#expires(event.value);
    else if (this.#held) this.#held.add(event);
    else if (this.#state === 'subscribed') this.#take(event);
  }

  #attempt(): void {
    this.#cancel();
    const generation = this.#generation;
    const token = this.#token.current(this.host.now);
    if (token !== undefined) return this.#request(generation, token);
    this.#token.fetch().then(
      (fetched) => {
        if (generation === this.#generation && this.host.connected) this.#request(generation, fetched);
      },
      (error: unknown) => {
        if (generation !== this.#generation) return;
        if (error instanceof UnauthorizedError) return this.#toUnsubscribed(Unsubscribed.unauthorized, error.message);
        this.#failed(generation, this.#tokenError(error));
      },
    );
  }

  #request(generation: number, token: string): void {
    this.#sent = true;
    const value = subscribeRequest(this.channel, this.options, token, this.#recovers ? this.#position.since : undefined);
    this.host.request({ $case: 'subscribe', value }, (answer) => {
      if (generation !== this.#generation) return;
      if ('error' in answer) this.#refused(generation, answer.error);
      else if (answer.result.$case === 'subscribe') this.#subscribed(answer.result.value);
    });
  }

  #refused(generation: number, error: FanwireError): void {
    if (error.code === ErrorCode.Timeout) return this.host.reconnect(Connecting.subscribeTimeout, error.message);
    if (error.code === ErrorCode.TransportClosed) return;
    this.#sent = false;
    const expired = error.code === TOKEN_EXPIRED && this.#token.renewable;
    if (expired) this.#token.drop();
    if (expired || error.temporary) return this.#failed(generation, error);
    this.#toUnsubscribed(error.code, error.message);
  }

  /** Something that may be better next time. */
  #failed(generation: number, error: FanwireError): void {
    this.emit('error', error);
    if (generation === this.#generation) this.#retry.set(this.#backoff.next(), () => this.resume());
  }

  #subscribed(result: PbSubscribeResult): void {
    this.#position.subscribed(result);
    this.#recovers = result.recoverable;
    this.#expires(result);
    this.#held = new Held(toSubscribed(this.channel, result), result.publications);
    if (this.#loader?.holds(this.#held.subscribed)) return;
    this.#release();
  }

  /** The application has its state, as of `at` if it knows. */
  #loaded(at: StreamPosition | undefined): void {
    const since = this.#position.since;
    const behind = at && (!since || at.epoch !== since.epoch || at.offset < since.offset);
    if (behind) {
      this.#position = new Position(at);
      this.#recovers = true;
    } else if (at) this.#position.moveTo(at);
    if (!this.#held) return; // the connection is lost: the next reply goes on from here
    if (behind || this.#held.overflown) this.#restart();
    else this.#release();
  }

  /** Subscribes anew, from the position. */
  #restart(): void {
    this.#leave();
    this.#attempt();
  }

  /** From here on the application hears what comes. */
  #release(): void {
    const { subscribed, events } = this.#held!;
    const generation = this.#generation;
    this.#held = undefined;
    this.#state = 'subscribed';
    this.#backoff.reset();
    this.emit('subscribed', subscribed);
    this.#waiters.resolve();
    for (const event of events) {
      if (generation !== this.#generation) return; // a listener has unsubscribed
      this.#take(event);
    }
  }

  #take(event: PushEvent): void {
    if (event.$case === 'pub') {
      if (this.#position.take(event.value)) this.emit('publication', toPublication(this.channel, event.value));
    } else if (event.$case === 'position') {
      this.#position.moveTo(event.value);
    } else {
      if (event.$case === 'gap') this.#position.skip(event.value);
      passOn(this, this.channel, event);
    }
  }

  /** The server ended the subscription. */
  #ended(code: number, reason: string): void {
    if (this.#state === 'unsubscribed') return;
    this.#sent = false;
    if (!subscribesAgain(code)) return this.#toUnsubscribed(code, reason);
    if (code === SUBSCRIPTION_EXPIRED || code === SUBSCRIPTION_INVALIDATED) this.#token.drop();
    if (code === SUBSCRIPTION_INVALIDATED) {
      this.#position.forget();
      this.#loader?.reset();
    }
    this.#toSubscribing(code, reason);
    this.resume();
  }

  #expires({ expires, ttl }: { expires: boolean; ttl: number }): void {
    this.#expiry.clear();
    if (expires && this.#token.renewable) this.#expiry.set(refreshDelay(ttl), () => this.#refresh());
  }

  #refresh(): void {
    const generation = this.#generation;
    const again = (error: FanwireError) => {
      this.emit('error', error);
      if (generation === this.#generation) this.#expiry.set(this.#backoff.next(), () => this.#refresh());
    };
    this.#token.fetch().then(
      (token) => {
        if (generation !== this.#generation) return;
        this.host.request({ $case: 'subRefresh', value: { channel: this.channel, token } }, (answer) => {
          if (generation !== this.#generation) return;
          if ('error' in answer) {
            if (answer.error.code === ErrorCode.TransportClosed) return;
            if (answer.error.temporary) return again(answer.error);
            return this.#toUnsubscribed(answer.error.code, answer.error.message);
          }
          if (answer.result.$case === 'subRefresh') this.#expires(answer.result.value);
        });
      },
      (error: unknown) => {
        if (generation !== this.#generation) return;
        if (error instanceof UnauthorizedError) return this.#toUnsubscribed(Unsubscribed.unauthorized, error.message);
        again(this.#tokenError(error));
      },
    );
  }

  #toSubscribing(code: number, reason: string): void {
    this.#cancel();
    this.#state = 'subscribing';
    this.emit('subscribing', { channel: this.channel, code, reason });
  }

  #toUnsubscribed(code: number, reason: string): void {
    if (this.#state === 'unsubscribed') return;
    this.#leave();
    this.#cancel();
    this.#loader?.cancel();
    this.#state = 'unsubscribed';
    this.emit('unsubscribed', { channel: this.channel, code, reason });
    this.#waiters.reject(unsubscribed(this.channel, reason));
  }

  /** What is under way for this subscription is void. */
  #cancel(): void {
    this.#generation++;
    this.#held = undefined;
    this.#retry.clear();
    this.#expiry.clear();
  }

  /** Takes the subscription off the server. */
  #leave(): void {
    if (!this.#sent) return;
    this.#sent = false;
    this.host.request({ $case: 'unsubscribe', value: { channel: this.channel } }, (answer) => {
      if ('error' in answer && answer.error.code === ErrorCode.Timeout) {
        this.host.reconnect(Connecting.subscribeTimeout, answer.error.message);
      }
    });
  }

  #tokenError(error: unknown): FanwireError {
    const message = `getToken for ${this.channel} failed: ${reason(error)}`;
    return new FanwireError(ErrorCode.SubscriptionToken, message, true, error);
  }
}

function unsubscribed(channel: string, reason: string): FanwireError {
  return new FanwireError(ErrorCode.Unsubscribed, `not subscribed to ${channel}: ${reason}`);
}
