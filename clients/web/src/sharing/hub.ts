import { Backoff } from '../backoff.js';
import type { Request } from '../commands.js';
import type { PbCommand, PbReply } from '../gen/fanwire/client/v1/client.js';
import type { PbConnectResult, PbSubscribeRequest, PbSubscribeResult } from '../gen/fanwire/client/v1/commands.js';
import type { PbPush, PbSubscribe } from '../gen/fanwire/client/v1/push.js';
import { RecoveryOutcome } from '../gen/fanwire/client/v1/types.js';
import { DirectSession } from '../transport/direct.js';
import type { Session, SessionEnd } from '../transport/session.js';
import { Member, type Result } from './member.js';
import type { Opening, Post, ToHub } from './messages.js';
import { SharedChannel } from './shared-channel.js';

/** A tab that leaves so many pings unanswered is gone. */
const MOST_MISSED = 3;
/** A connection that lived this long was good. Milliseconds. */
const GOOD = 5_000;

interface Route {
  member: Member | undefined;
  id: number;
  then: ((result: Result) => void) | undefined;
}

/** One connection for the sessions of many tabs, to each of which it looks like its own. */
export class Hub {
  readonly #members = new Map<string, Member>();
  readonly #channels = new Map<string, SharedChannel>();
  /** Those that the server subscribed to. */
  readonly #serverChannels = new Set<string>();
  readonly #routes = new Map<number, Route>();
  #backoff: Backoff | undefined;
  #session: Session | undefined;
  #connect: PbConnectResult | undefined;
  #openedAt = 0;
  #lastId = 1;
  /** The tab whose connect request it is, and that renews the token. */
  #keeper: Member | undefined;
  #expiresAt: number | undefined;
  #secret = '';

  /** Since when no tab is here, Unix ms. */
  #emptySince = Date.now();

  constructor(private readonly fetchFn: typeof fetch) {}

  has(id: string): boolean {
    return this.#members.has(id);
  }

  /** True when there has been no tab for so long that there is nothing to come back to. Milliseconds. */
  abandoned(forMs: number): boolean {
    return this.#members.size === 0 && Date.now() - this.#emptySince > forMs;
  }

  /** Takes a message of the tab that `post` reaches. */
  take(message: ToHub, post: Post): void {
    if (message.kind === 'open') {
      const member = new Member(message.opening.request, post);
      this.#members.set(message.id, member);
      return this.#open(member, message.opening);
    }
    const member = this.#members.get(message.id);
    if (!member) {
      const end = { code: 1, reason: 'this tab was away too long', reconnect: true, afterMs: 1 };
      return message.kind === 'close' ? undefined : post({ kind: 'end', end });
    }
    if (message.kind === 'alive') member.missed = 0;
    else if (message.kind === 'close') this.#remove(message.id, member);
    else this.#command(member, message.command);
  }

  #open(member: Member, { url, timing, request }: Opening): void {
    if (this.#connect) return this.#attach(member);
    if (this.#session) return; // it waits with the others
    this.#backoff ??= new Backoff(timing.minDelay, timing.maxDelay);
    this.#keeper = member;
    const subs = { ...request, previousSession: this.#secret || request.previousSession };
    this.#session = new DirectSession({ url, fetch: this.fetchFn }, timing, subs, {
      reply: (reply) => this.#reply(reply),
      end: (end) => this.#end(end),
      error: ({ code, message, temporary }, ids) => {
        for (const id of ids) this.#settle(id, { $case: 'error', value: { code, message, temporary } });
        for (const member of this.#members.values()) member.post({ kind: 'error', code, message, temporary });
      },
    });
  }

  #reply(reply: PbReply): void {
    const { id, result } = reply;
    if (!this.#connect) {
      if (result?.$case === 'connect') this.#opened(result.value);
      else if (result?.$case === 'error') this.#refused(result);
    } else if (result?.$case === 'push') {
      this.#push(result.value);
    } else if (id === 0) {
      this.#ping();
    } else if (result) {
      this.#settle(id, result);
    }
  }

  /** The answer to a command. */
  #settle(id: number, result: Result): void {
    const route = this.#routes.get(id);
    this.#routes.delete(id);
    if (route?.then) route.then(result);
    else route?.member?.reply(route.id, result);
  }

  #opened(connect: PbConnectResult): void {
    this.#connect = connect;
    this.#openedAt = Date.now();
    this.#secret = connect.session;
    this.#expires(connect);
    const [first] = this.#members.values();
    const keeper = this.#keeper ?? first;
    if (!keeper) return;
    this.#keeper = keeper;
    for (const [channel, result] of connect.subs) {
      this.#serverSubscribed(channel, [keeper], result, keeper.request.subs.get(channel)?.offset);
    }
    keeper.reply(1, { $case: 'connect', value: connect });
    for (const member of this.#members.values()) if (member !== keeper) this.#attach(member);
  }

  /** The connect reply for one more tab; another renews the token. */
  #attach(member: Member): void {
    const subs = new Map<string, PbSubscribeResult>();
    for (const channel of this.#serverChannels) {
      const shared = this.#channels.get(channel);
      if (shared) subs.set(channel, shared.attach(member, member.request.subs.get(channel)));
    }
    member.reply(1, { $case: 'connect', value: { ...this.#connect!, time: 0n, subs, expires: false, ttl: 0 } });
    if (!this.#keeper) this.#handOver();
  }

  /** The tab that asked hears why; the others try again after it. */
  #refused(error: Result): void {
    const keeper = this.#keeper;
    const end = { code: 1, reason: 'another tab could not connect', reconnect: true, afterMs: 1_000 };
    for (const member of this.#reset()) {
      if (member === keeper) member.reply(1, error);
      else member.post({ kind: 'end', end });
    }
  }

  #end(end: SessionEnd): void {
    if (this.#connect && Date.now() - this.#openedAt > GOOD) this.#backoff?.reset();
    // All tabs come back together, after one delay: each with its own, the shortest would count.
    const told = { ...end, afterMs: end.afterMs || Math.ceil(this.#backoff!.next()) + 1 };
    for (const member of this.#reset()) member.post({ kind: 'end', end: told });
  }

  /** Forgets the session and gives the tabs that were on it. */
  #reset(): Member[] {
    const members = [...this.#members.values()];
    this.#session?.close();
    this.#session = undefined;
    this.#connect = undefined;
    this.#keeper = undefined;
    this.#members.clear();
    this.#emptySince = Date.now();
    this.#channels.clear();
    this.#serverChannels.clear();
    this.#routes.clear();
    this.#lastId = 1;
    return members;
  }

  #remove(id: string, member: Member): void {
    this.#members.delete(id);
    if (this.#members.size === 0) return void this.#reset();
    for (const shared of [...this.#channels.values()]) this.#leave(shared, member);
    if (this.#keeper !== member) return;
    this.#keeper = undefined;
    if (this.#connect) this.#handOver();
  }

  #leave(shared: SharedChannel, member: Member): void {
    shared.leave(member);
    if (shared.idle) this.#vacant(shared);
  }

  /** Nobody is in this channel. */
  readonly #vacant = (shared: SharedChannel): void => {
    const { channel } = shared;
    if (this.#channels.get(channel) !== shared || this.#serverChannels.has(channel)) return;
    this.#channels.delete(channel);
    this.#unsubscribe(channel);
  };

  #unsubscribe(channel: string): void {
    this.#forward({ $case: 'unsubscribe', value: { channel } }, () => {});
  }

  #command(member: Member, { id, request }: PbCommand): void {
    if (!request || !this.#session) return;
    switch (request.$case) {
      case 'subscribe':
        return this.#channel(request.value).join(member, id, request.value);
      case 'unsubscribe': {
        const shared = this.#channels.get(request.value.channel);
        if (shared) this.#leave(shared, member);
        else this.#unsubscribe(request.value.channel); // it may know more than this hub
        return member.reply(id, { $case: 'unsubscribe', value: {} });
      }
      case 'refresh':
        return this.#forward(request, (result) => {
          member.reply(id, result);
          if (result.$case === 'refresh') this.#renewed(member, request.value.token, result.value);
        });
      case 'subRefresh':
        return this.#forward(request, (result) => {
          member.reply(id, result);
          if (result.$case !== 'subRefresh') return;
          this.#channels.get(request.value.channel)?.renewed(member, request.value.token, result.value);
        });
      default:
        this.#send(request, { member, id, then: undefined });
    }
  }

  #channel({ channel }: PbSubscribeRequest): SharedChannel {
    let shared = this.#channels.get(channel);
    if (!shared) this.#channels.set(channel, (shared = new SharedChannel(channel, this.#forward, this.#vacant)));
    return shared;
  }

  readonly #forward = (request: Request, then: (result: Result) => void): void => {
    this.#send(request, { member: undefined, id: 0, then });
  };

  #send(request: Request, route: Route): void {
    const id = ++this.#lastId;
    this.#routes.set(id, route);
    this.#session?.send({ id, request });
  }

  #push({ channel, event }: PbPush): void {
    if (!event) return;
    const shared = this.#channels.get(channel);
    if (event.$case === 'refresh' && channel === '') {
      this.#expires(event.value);
      this.#keeper?.push(channel, event);
    } else if (event.$case === 'subscribe') {
      this.#serverSubscribed(channel, this.#members.values(), subscribeResult(event.value));
      for (const member of this.#members.values()) member.push(channel, event);
    } else if (shared) {
      shared.push(event);
      if (event.$case !== 'unsubscribe') return;
      this.#serverChannels.delete(channel);
      if (shared.idle) this.#channels.delete(channel);
    }
  }

  #serverSubscribed(channel: string, members: Iterable<Member>, result: PbSubscribeResult, since = 0n): void {
    this.#serverChannels.add(channel);
    this.#channels.set(channel, SharedChannel.ofServer(channel, this.#forward, this.#vacant, members, result, since));
  }

  #ping(): void {
    for (const [id, member] of [...this.#members]) {
      if (++member.missed > MOST_MISSED) this.#remove(id, member);
      else member.reply(0, undefined);
    }
  }

  #renewed(member: Member, token: string, expiry: { expires: boolean; ttl: number }): void {
    this.#keeper = member;
    this.#expires(expiry);
    for (const other of this.#members.values()) if (other !== member) other.post({ kind: 'token', channel: '', token });
  }

  #expires({ expires, ttl }: { expires: boolean; ttl: number }): void {
    this.#expiresAt = expires ? Date.now() + ttl * 1000 : undefined;
  }

  /** The tab that renewed the token has gone. */
  #handOver(): void {
    [this.#keeper] = this.#members.values();
    if (this.#expiresAt === undefined) return;
    // Not more than is left: the tab that has gone may have been about to renew it.
    const ttl = Math.max(0, Math.floor((this.#expiresAt - Date.now()) / 1000));
    this.#keeper?.push('', { $case: 'refresh', value: { expires: true, ttl } });
  }
}

/** The push as the reply that a tab gets which comes later. */
function subscribeResult(subscribe: PbSubscribe): PbSubscribeResult {
  return {
    ...subscribe,
    expires: false,
    ttl: 0,
    publications: [],
    recovered: false,
    wasRecovering: false,
    delta: false,
    id: 0n,
    recovery: RecoveryOutcome.NOT_REQUESTED,
  };
}
