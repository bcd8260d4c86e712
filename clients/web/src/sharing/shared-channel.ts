import type { Request } from '../commands.js';
import { type PushEvent, toOutcome } from '../convert.js';
import { ErrorCode } from '../errors.js';
import type { PbSubscribeRequest, PbSubscribeResult } from '../gen/fanwire/client/v1/commands.js';
import { type PbPublication, type PbStreamPosition, RecoveryOutcome } from '../gen/fanwire/client/v1/types.js';
import type { Member, Result } from './member.js';
import { Recent } from './recent.js';

/** Sends a command on the shared connection; the result comes when it is there. */
export type Forward = (request: Request, then: (result: Result) => void) => void;

/** A tab's subscribe command that waits. */
interface Join {
  member: Member;
  id: number;
  request: PbSubscribeRequest;
  /** The tab has gone meanwhile. */
  gone?: boolean;
}

/** One channel of the shared connection: one subscription for all tabs that want it. */
export class SharedChannel {
  /** The tabs that are in. Each knows what it has seen, and passes over what comes twice. */
  readonly #members = new Set<Member>();
  readonly #queue: Join[] = [];
  #current: Join | undefined;
  #base: PbSubscribeRequest | undefined;
  #result: PbSubscribeResult | undefined;
  #recent: Recent | undefined;
  /** The tab that renews the token, and until when it must, Unix ms. */
  #keeper: Member | undefined;
  #expiresAt: number | undefined;

  constructor(
    readonly channel: string,
    private readonly forward: Forward,
    /** An answer of the server found nobody in. */
    private readonly vacant: (channel: SharedChannel) => void,
  ) {}

  get idle(): boolean {
    return this.#members.size === 0 && this.#queue.length === 0 && !this.#current;
  }

  join(member: Member, id: number, request: PbSubscribeRequest): void {
    this.#queue.push({ member, id, request });
    this.#next();
  }

  /** The caller ends the subscription when the channel is idle then. */
  leave(member: Member): void {
    const index = this.#queue.findIndex((join) => join.member === member);
    if (index >= 0) this.#queue.splice(index, 1);
    if (this.#current?.member === member) this.#current.gone = true;
    this.#members.delete(member);
    // Nobody waits for this answer any more.
    if (this.#current?.gone && this.#members.size + this.#queue.length === 0) this.#current = undefined;
    if (this.#keeper === member) this.#handOver();
  }

  push(event: PushEvent): void {
    if (!this.#result || !this.#recent) return;
    switch (event.$case) {
      case 'pub':
        return this.#publication(event.value);
      case 'position':
        this.#recent.moveTo(event.value);
        break;
      case 'gap':
        if (event.value.to > 0n) this.#recent.restart({ offset: event.value.to, epoch: event.value.epoch });
        break;
      case 'unsubscribe':
        return this.#dissolve(event);
    }
    for (const member of this.#members) member.push(this.channel, event);
  }

  /** The subscription's token was renewed by this tab. */
  renewed(member: Member, token: string, expiry: { expires: boolean; ttl: number }): void {
    this.#keeper = member;
    this.#expires(expiry);
    for (const other of this.#members) {
      if (other !== member) other.post({ kind: 'token', channel: this.channel, token });
    }
  }

  /** A subscription that the server made: all tabs are in. `since`: where the recovery in `result` began. */
  static ofServer(
    channel: string,
    forward: Forward,
    vacant: (channel: SharedChannel) => void,
    members: Iterable<Member>,
    result: PbSubscribeResult,
    since: bigint,
  ): SharedChannel {
    const shared = new SharedChannel(channel, forward, vacant);
    shared.#start(result, since);
    for (const member of members) shared.#members.add(member);
    return shared;
  }

  /** The reply for one more tab, to a subscription that the server made. */
  attach(member: Member, request: PbSubscribeRequest | undefined): PbSubscribeResult {
    this.#members.add(member);
    return this.#answer(request) ?? this.#unrecovered(RecoveryOutcome.LIMIT_EXCEEDED, true);
  }

  #next(): void {
    while (!this.#current) {
      const join = this.#queue.shift();
      if (!join) return;
      if (this.#result) this.#admit(join);
      else this.#subscribe(join, false);
    }
  }

  /** A tab for which there is a subscription already. */
  #admit(join: Join): void {
    const { member, id, request } = join;
    // What the server subscribed to, each tab is in.
    const inside = this.#members.has(member) || !this.#base;
    if (inside) return member.error(id, 105, `already subscribed to ${this.channel}`);
    if (!sameOptions(request, this.#base!)) {
      if (this.#members.size === 0) return this.#subscribe(join, true);
      const message =
        `another tab has ${this.channel} with other options, and a shared connection has one subscription of a ` +
        'channel: use the same options, or set `sharing` to false';
      return member.error(id, ErrorCode.SharingConflict, message);
    }
    const answer = this.#answer(request);
    if (!answer) return this.#subscribe(join, true);
    this.#members.add(member);
    member.reply(id, { $case: 'subscribe', value: answer });
  }

  /** Asks the server. With `again`, for a tab that needs more than is remembered here. */
  #subscribe(join: Join, again: boolean): void {
    this.#current = join;
    if (again) this.forward({ $case: 'unsubscribe', value: { channel: this.channel } }, () => {});
    this.forward({ $case: 'subscribe', value: join.request }, (result) => {
      if (this.#current !== join) return;
      this.#current = undefined;
      if (result.$case === 'subscribe') this.#subscribed(join, result.value);
      else this.#refused(join, result);
      this.#next();
      if (this.idle) this.vacant(this);
    });
  }

  #subscribed({ member, id, request, gone }: Join, result: PbSubscribeResult): void {
    const before = this.#recent?.position;
    this.#base = request;
    this.#start(result, request.offset);
    this.#expires(result);
    // Copies: each publication travels alone, and must not take the reply along.
    const publications = result.publications.map((one) => ({ ...one, data: one.data.slice() }));
    if (!before || continues(before, request, result)) {
      for (const publication of publications) this.#deliver(publication);
    } else {
      // What the others have missed is not in this reply.
      const value = { code: 2500, reason: 'insufficient state: another tab subscribed anew' };
      this.#dissolve({ $case: 'unsubscribe', value }, true);
    }
    if (gone) return this.#handOver();
    this.#keeper = member;
    this.#members.add(member);
    member.reply(id, { $case: 'subscribe', value: result });
  }

  #refused({ member, id }: Join, result: Result): void {
    member.reply(id, result);
    const value = { code: 2500, reason: 'insufficient state: another tab could not subscribe anew' };
    this.#dissolve({ $case: 'unsubscribe', value });
  }

  #start(result: PbSubscribeResult, since: bigint): void {
    const recovered = toOutcome(result) === 'RECOVERED';
    this.#result = { ...result, publications: [] };
    const from = recovered ? since : result.offset;
    this.#recent = new Recent(from, { epoch: result.epoch, offset: from });
    for (const publication of result.publications) this.#recent.add(publication);
    if (recovered && since === 0n && result.publications.length === 0) this.#recent.restart(result);
  }

  #publication(publication: PbPublication): void {
    const position = this.#recent!.position.offset;
    if (publication.offset === 0n || publication.offset > position) this.#recent!.add(publication);
    this.#deliver(publication);
  }

  #deliver(publication: PbPublication): void {
    for (const member of this.#members) member.push(this.channel, { $case: 'pub', value: publication });
  }

  /** What a tab gets that asks for `request`; undefined when only the server can tell. */
  #answer(request: PbSubscribeRequest | undefined): PbSubscribeResult | undefined {
    if (!request?.recover) return this.#unrecovered(RecoveryOutcome.NOT_REQUESTED, false);
    const position = this.#recent!.position;
    if (!this.#result!.recoverable) return this.#unrecovered(RecoveryOutcome.HISTORY_OFF, true);
    if (request.epoch !== position.epoch) {
      return request.epoch === '' ? undefined : this.#unrecovered(RecoveryOutcome.EPOCH_CHANGED, true);
    }
    const publications = this.#recent!.since(request.offset);
    return publications && {
      ...this.#unrecovered(RecoveryOutcome.RECOVERED, true),
      publications,
      recovered: true,
    };
  }

  #unrecovered(recovery: RecoveryOutcome, wasRecovering: boolean): PbSubscribeResult {
    const { epoch, offset } = this.#recent!.position;
    return { ...this.#result!, epoch, offset, recovered: false, wasRecovering, recovery, expires: false, ttl: 0 };
  }

  /** Puts the tabs out. */
  #dissolve(event: PushEvent, keepSubscription = false): void {
    const members = [...this.#members];
    this.#members.clear();
    if (!keepSubscription) {
      this.#result = undefined;
      this.#keeper = undefined;
    }
    for (const member of members) member.push(this.channel, event);
  }

  #expires({ expires, ttl }: { expires: boolean; ttl: number }): void {
    this.#expiresAt = expires ? Date.now() + ttl * 1000 : undefined;
  }

  #handOver(): void {
    [this.#keeper] = this.#members;
    if (this.#expiresAt === undefined) return;
    // Not more than is left: the tab that has gone may have been about to renew it.
    const ttl = Math.max(0, Math.floor((this.#expiresAt - Date.now()) / 1000));
    this.#keeper?.push(this.channel, { $case: 'refresh', value: { expires: true, ttl } });
  }
}

/** True when the reply has all that those miss who are at `position`. */
function continues(position: PbStreamPosition, request: PbSubscribeRequest, result: PbSubscribeResult): boolean {
  if (result.epoch !== position.epoch) return false;
  return toOutcome(result) === 'RECOVERED' ? request.offset <= position.offset : result.offset === position.offset;
}

/** True when one subscription does for both. */
function sameOptions(a: PbSubscribeRequest, b: PbSubscribeRequest): boolean {
  const options = ({ positioned, recoverable, joinLeave, tf, data }: PbSubscribeRequest) =>
    JSON.stringify([positioned, recoverable, joinLeave, tf, [...data]]);
  return options(a) === options(b);
}
