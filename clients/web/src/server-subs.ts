import { subscribesAgain } from './codes.js';
import { recoverRequest } from './commands.js';
import { type PushEvent, passOn, toError, toPublication, toSubscribed } from './convert.js';
import type { Emitter } from './emitter.js';
import type { PbConnectResult, PbSubscribeRequest, PbSubscribeResult } from './gen/fanwire/client/v1/commands.js';
import type { PbSubscribe } from './gen/fanwire/client/v1/push.js';
import { Position } from './position.js';
import type { ClientEvents } from './types.js';

interface ServerSub {
  position: Position;
  recoverable: boolean;
}

/** Subscriptions that the server made: they need nothing but to be recovered. */
export class ServerSubs {
  readonly #subs = new Map<string, ServerSub>();

  constructor(private readonly emitter: Emitter<ClientEvents>) {}

  /** For the connect request: from where to recover. */
  requests(): Map<string, PbSubscribeRequest> {
    const requests = new Map<string, PbSubscribeRequest>();
    for (const [channel, { position, recoverable }] of this.#subs) {
      if (recoverable && position.since) requests.set(channel, recoverRequest(position.since));
    }
    return requests;
  }

  connected({ subs, subErrors }: PbConnectResult): void {
    for (const channel of [...this.#subs.keys()]) {
      if (subs.has(channel)) continue;
      const refused = subErrors.get(channel);
      const { code, message } = refused ? toError(refused) : { code: 2000, message: 'no longer subscribed by the server' };
      this.#end(channel, code, message);
    }
    for (const [channel, result] of subs) this.#start(channel, result);
  }

  suspend(code: number, reason: string): void {
    for (const channel of this.#subs.keys()) this.emitter.emit('subscribing', { channel, code, reason });
  }

  push(channel: string, event: PushEvent): void {
    if (event.$case === 'subscribe') return this.#subscribed(channel, event.value);
    const sub = this.#subs.get(channel);
    if (!sub) return;
    switch (event.$case) {
      case 'unsubscribe':
        return this.#end(channel, event.value.code, event.value.reason);
      case 'pub':
        if (sub.position.take(event.value)) this.emitter.emit('publication', toPublication(channel, event.value));
        return;
      case 'position':
        return sub.position.moveTo(event.value);
      case 'gap':
        sub.position.skip(event.value);
    }
    passOn(this.emitter, channel, event);
  }

  #start(channel: string, result: PbSubscribeResult): void {
    const known = this.#subs.get(channel);
    const sub = known ?? { position: new Position(), recoverable: false };
    sub.recoverable = result.recoverable;
    sub.position.subscribed(result);
    this.#subs.set(channel, sub);
    this.emitter.emit('subscribed', toSubscribed(channel, result));
    for (const value of result.publications) this.push(channel, { $case: 'pub', value });
  }

  #subscribed(channel: string, { recoverable, positioned, epoch, offset, data }: PbSubscribe): void {
    const position = epoch === '' ? undefined : { epoch, offset };
    this.#subs.set(channel, { position: new Position(position), recoverable });
    this.emitter.emit('subscribed', {
      channel, position, recoverable, positioned, data, wasRecovering: false, recovered: false, outcome: 'NOT_REQUESTED',
    });
  }

  #end(channel: string, code: number, reason: string): void {
    if (!subscribesAgain(code)) this.#subs.delete(channel);
    this.emitter.emit('unsubscribed', { channel, code, reason });
  }
}
