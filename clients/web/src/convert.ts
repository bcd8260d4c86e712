import { FanwireError } from './errors.js';
import type { PbReply } from './gen/fanwire/client/v1/client.js';
import type { PbSubscribeResult } from './gen/fanwire/client/v1/commands.js';
import type { PbPush } from './gen/fanwire/client/v1/push.js';
import {
  type PbClientInfo,
  type PbError,
  type PbPublication,
  RecoveryOutcome as PbOutcome,
} from './gen/fanwire/client/v1/types.js';
import type { ChannelEvents, ClientInfo, Publication, RecoveryOutcome, Subscribed } from './types.js';

export type Result = NonNullable<PbReply['result']>;
export type PushEvent = NonNullable<PbPush['event']>;

export function toError({ code, message, temporary }: PbError): FanwireError {
  return new FanwireError(code, message, temporary);
}

export function toPublication(channel: string, publication: PbPublication): Publication {
  const { data, offset, time, tags, info, version } = publication;
  return { channel: publication.channel || channel, data, offset, time: Number(time), tags, info, version };
}

export function toInfo(info: PbClientInfo | undefined): ClientInfo {
  return info ?? { user: '', client: '', connInfo: new Uint8Array(), chanInfo: new Uint8Array() };
}

/** How a recovery ended. A server that gives no outcome says at least whether it recovered. */
export function toOutcome({ recovery, recovered, wasRecovering }: PbSubscribeResult): RecoveryOutcome {
  if (recovery === PbOutcome.UNSPECIFIED && recovered) return 'RECOVERED';
  if (recovery === PbOutcome.UNSPECIFIED && !wasRecovering) return 'NOT_REQUESTED';
  return (PbOutcome[recovery] ?? 'UNSPECIFIED') as RecoveryOutcome;
}

export function toSubscribed(channel: string, result: PbSubscribeResult): Subscribed {
  const { epoch, offset, recoverable, positioned, wasRecovering, data } = result;
  const outcome = toOutcome(result);
  return {
    channel,
    position: epoch === '' ? undefined : { epoch, offset },
    recoverable,
    positioned,
    wasRecovering,
    recovered: outcome === 'RECOVERED',
    outcome,
    data,
  };
}

/** Emits what only needs to be passed on: joins, leaves, gaps. */
export function passOn(
  emitter: { emit<K extends 'join' | 'leave' | 'gap'>(event: K, payload: ChannelEvents[K]): void },
  channel: string,
  event: PushEvent,
): void {
  if (event.$case === 'join' || event.$case === 'leave') {
    emitter.emit(event.$case, { channel, info: toInfo(event.value.info) });
  } else if (event.$case === 'gap') {
    const { from, to, epoch, count } = event.value;
    emitter.emit('gap', { channel, from, to, epoch, count });
  }
}
