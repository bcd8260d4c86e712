import { NO_BYTES, toBytes } from './data.js';
import type { PbCommand } from './gen/fanwire/client/v1/client.js';
import type { PbConnectRequest, PbSubscribeRequest } from './gen/fanwire/client/v1/commands.js';
import type { PbFilterNode } from './gen/fanwire/client/v1/types.js';
import { VERSION } from './version.js';
import type { Options, StreamPosition, SubscriptionOptions, TagsFilter } from './types.js';

/** What a command asks for. */
export type Request = NonNullable<PbCommand['request']>;

export function connectRequest(
  options: Options,
  token: string,
  previousSession: string,
  subs: Map<string, PbSubscribeRequest>,
): PbConnectRequest {
  return {
    token,
    data: toBytes(options.data),
    subs,
    name: options.name ?? 'js',
    version: options.version ?? VERSION,
    headers: new Map(Object.entries(options.headers ?? {})),
    flag: 0n,
    previousSession,
    gapSupport: true,
  };
}

export function subscribeRequest(
  channel: string,
  options: SubscriptionOptions,
  token: string,
  since: StreamPosition | undefined,
): PbSubscribeRequest {
  return {
    channel,
    token,
    recover: since !== undefined,
    epoch: since?.epoch ?? '',
    offset: since?.offset ?? 0n,
    data: toBytes(options.data),
    positioned: options.positioned ?? false,
    recoverable: options.recoverable ?? false,
    joinLeave: options.joinLeave ?? false,
    delta: '',
    tf: options.tagsFilter && filterNode(options.tagsFilter),
    flag: 0n,
    type: 0,
  };
}

/** What recovers a subscription that the server made. */
export function recoverRequest(since: StreamPosition): PbSubscribeRequest {
  return { ...subscribeRequest('', {}, '', since), data: NO_BYTES };
}

function filterNode(filter: TagsFilter): PbFilterNode {
  return {
    op: filter.op ?? '',
    key: filter.key ?? '',
    cmp: filter.cmp ?? '',
    val: filter.val ?? '',
    vals: filter.vals ?? [],
    nodes: (filter.nodes ?? []).map(filterNode),
  };
}
