import { Backoff } from './backoff.js';
import { Connecting, Disconnected, TOKEN_EXPIRED, spendsToken } from './codes.js';
import { type Request, connectRequest } from './commands.js';
import { type PushEvent, toError } from './convert.js';
import { ErrorCode, FanwireError, UnauthorizedError, reason } from './errors.js';
import { PbCommand, type PbReply } from './gen/fanwire/client/v1/client.js';
import type { PbConnectResult, PbSubscribeRequest } from './gen/fanwire/client/v1/commands.js';
import { type Answer, Pending } from './pending.js';
import { Timer, refreshDelay } from './timer.js';
import { TokenSource } from './token.js';
import type { OpenSession, Session, SessionEnd, Timing } from './transport/session.js';
import type { ClientState, Options, Reason } from './types.js';

/** A connection that lived this long was good: the next one may come soon. Milliseconds. */
const GOOD = 5_000;

/** What a connection tells. */
export interface ConnectionEvents {
  connecting(reason: Reason): void;
  connected(result: PbConnectResult): void;
  disconnected(reason: Reason): void;
  push(channel: string, event: PushEvent): void;
  error(error: FanwireError): void;
  /** Another tab has renewed this channel's token. */
  token(channel: string, token: string): void;
  /** What recovers the subscriptions that the server makes. */
  subs(): Map<string, PbSubscribeRequest>;
}

/** Sessions, one after the other: connects, comes back, keeps the token fresh. */
export class Connection {
  readonly timeout: number;
  readonly #backoff: Backoff;
  readonly #pending = new Pending();
  readonly #token: TokenSource<void>;
  readonly #retry = new Timer();
  readonly #expiry = new Timer();
  readonly #online = () => this.#cameOnline();
  #state: ClientState = 'disconnected';
  /** Of the session; what belongs to an earlier one is void. */
  #generation = 0;
  #session: Session | undefined;
  #secret = '';
  #connectedAt = 0;
  #clockSkew = 0;
  #tokenRefused = false;

  constructor(
    private readonly options: Options,
    private readonly openSession: (token: string) => OpenSession,
    private readonly timing: Timing,
    private readonly events: ConnectionEvents,
  ) {
    this.timeout = options.timeout ?? 10_000;
    this.#backoff = this.backoff();
    this.#token = new TokenSource<void>(options.token, options.getToken, undefined);
  }

  get state(): ClientState {
    return this.#state;
  }

  /** The server's clock, Unix milliseconds. */
  get now(): number {
    return Date.now() + this.#clockSkew;
  }

  backoff(): Backoff {
    return new Backoff(this.timing.minDelay, this.timing.maxDelay);
  }

  start(): void {
    if (this.#state !== 'disconnected') return;
    globalThis.addEventListener?.('online', this.#online);
    this.#state = 'connecting';
    this.events.connecting({ code: Connecting.connectCalled, reason: 'connect called' });
    if (this.#state === 'connecting' && !this.#session) this.#attempt();
  }

  stop(code: number, reason: string): void {
    if (this.#state === 'disconnected') return;
    globalThis.removeEventListener?.('online', this.#online);
    this.#drop(reason);
    this.#retry.clear();
    this.#backoff.reset();
    this.#secret = '';
    this.#state = 'disconnected';
    this.events.disconnected({ code, reason });
  }

  /** Hands a command over; the answer comes once. */
  request(request: Request, answer: Answer): void {
    if (this.#state !== 'connected' || !this.#session) {
      return answer({ error: new FanwireError(ErrorCode.Disconnected, 'not connected', true) });
    }
    const id = this.#pending.add(request, this.timeout, answer);
    const command = { id, request };
    try {
      // What cannot be encoded must not come as far as a connection that others share.
      PbCommand.encode(command);
    } catch (error) {
      return this.#pending.fail([id], new FanwireError(ErrorCode.Invalid, `${request.$case}: ${reason(error)}`));
    }
    this.#session.send(command);
  }

  /** Gives the session up and comes back with another. */
  reconnect(code: number, reason: string): void {
    if (this.#session) this.#ended({ code, reason, reconnect: true, afterMs: 0 });
  }

  #attempt(): void {
    this.#retry.clear();
    const generation = ++this.#generation;
    const token = this.#token.current(this.now);
    if (token !== undefined) return this.#open(generation, token);
    this.#token.fetch().then(
      (fetched) => {
        if (generation === this.#generation) this.#open(generation, fetched);
      },
      (error: unknown) => {
        if (generation !== this.#generation) return;
        if (error instanceof UnauthorizedError) return this.stop(Disconnected.unauthorized, error.message);
        this.events.error(tokenError(error));
        if (generation === this.#generation) this.#retry.set(this.#backoff.next(), () => this.#attempt());
      },
    );
  }

  #open(generation: number, token: string): void {
    const request = connectRequest(this.options, token, this.#secret, this.events.subs());
    const current = () => generation === this.#generation;
    this.#session = this.openSession(token)(request, {
      reply: (reply) => current() && this.#reply(reply),
      end: (end) => current() && this.#ended(end),
      error: (error, ids) => {
        if (!current()) return;
        this.#pending.fail(ids, error);
        if (current()) this.events.error(error);
      },
      token: (channel, renewed) => {
        if (channel === '') this.#token.replace(renewed);
        else this.events.token(channel, renewed);
      },
    });
  }

  #reply(reply: PbReply): void {
    const { id, result } = reply;
    if (this.#state === 'connecting') {
      if (result?.$case === 'connect') this.#connected(result.value);
      else if (result?.$case === 'error') this.#refused(toError(result.value));
    } else if (id > 0) {
      this.#pending.settle(reply);
    } else if (result?.$case === 'push' && result.value.event) {
      const { channel, event } = result.value;
      if (event.$case === 'refresh' && channel === '') this.#expires(event.value);
      else this.events.push(channel, event);
    }
  }

  #connected(result: PbConnectResult): void {
    this.#state = 'connected';
    this.#secret = result.session;
    this.#connectedAt = Date.now();
    this.#tokenRefused = false;
    if (result.time > 0n) this.#clockSkew = Number(result.time) - Date.now();
    this.#expires(result);
    this.events.connected(result);
  }

  /** The connect command failed. */
  #refused(error: FanwireError): void {
    const { code, message } = error;
    const expired = code === TOKEN_EXPIRED && this.#token.renewable;
    if (!expired && !error.temporary) {
      this.#drop(message);
      return this.stop(code, message);
    }
    // A second expired token in a row is a wrong clock somewhere: no hurry.
    const soon = expired && !this.#tokenRefused;
    if (expired) this.#token.drop();
    this.#tokenRefused = expired;
    this.#ended({ code, reason: message, reconnect: true, afterMs: soon ? 1 : 0, cause: code });
  }

  #ended(end: SessionEnd): void {
    const { code, reason, reconnect, afterMs, cause = ErrorCode.TransportClosed } = end;
    this.#drop(reason);
    if (spendsToken(code)) this.#token.drop();
    if (!reconnect) return this.stop(code, reason);
    const generation = this.#generation;
    if (this.#state === 'connected') {
      if (Date.now() - this.#connectedAt > GOOD) this.#backoff.reset();
      this.#state = 'connecting';
      this.events.connecting({ code, reason });
    } else {
      this.events.error(new FanwireError(cause, reason, true));
    }
    // A listener may have decided otherwise.
    if (generation === this.#generation) this.#retry.set(afterMs || this.#backoff.next(), () => this.#attempt());
  }

  /** The session is over. */
  #drop(reason: string): void {
    this.#generation++;
    this.#session?.close();
    this.#session = undefined;
    this.#expiry.clear();
    this.#pending.failAll(new FanwireError(ErrorCode.TransportClosed, `connection lost: ${reason}`, true));
  }

  #expires({ expires, ttl }: { expires: boolean; ttl: number }): void {
    this.#expiry.clear();
    if (expires && this.#token.renewable) this.#expiry.set(refreshDelay(ttl), () => this.#refresh());
  }

  #refresh(): void {
    const generation = this.#generation;
    const again = (error: FanwireError) => {
      this.events.error(error);
      if (generation === this.#generation) this.#expiry.set(this.#backoff.next(), () => this.#refresh());
    };
    this.#token.fetch().then(
      (token) => {
        if (generation !== this.#generation) return;
        this.request({ $case: 'refresh', value: { token } }, (answer) => {
          if (generation !== this.#generation) return;
          if ('error' in answer) {
            if (answer.error.temporary) return again(answer.error);
            return this.stop(answer.error.code, answer.error.message);
          }
          if (answer.result.$case === 'refresh') this.#expires(answer.result.value);
        });
      },
      (error: unknown) => {
        if (generation !== this.#generation) return;
        if (error instanceof UnauthorizedError) return this.stop(Disconnected.unauthorized, error.message);
        again(tokenError(error));
      },
    );
  }

  #cameOnline(): void {
    if (this.#state !== 'connecting') return;
    this.#backoff.reset();
    this.#drop('online again');
    this.#attempt();
  }
}

function tokenError(error: unknown): FanwireError {
  return new FanwireError(ErrorCode.ConnectionToken, `getToken failed: ${reason(error)}`, true, error);
}
