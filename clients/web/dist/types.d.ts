import type { Data } from './data.js';
import type { FanwireError } from './errors.js';
/** A place in a channel's history. */
export interface StreamPosition {
    /** Offset of the last publication seen; 0n before the first. */
    offset: bigint;
    /** Identity of the history that the offset belongs to. Empty, with offset 0n: from its beginning. */
    epoch: string;
}
/** The connection behind a publication, join or leave. */
export interface ClientInfo {
    /** User id; empty for an anonymous user. */
    user: string;
    /** Id of the connection. */
    client: string;
    /** From the connection token; empty when it had none. */
    connInfo: Uint8Array;
    /** From the subscription token; empty when it had none. */
    chanInfo: Uint8Array;
}
/** One message of a channel. */
export interface Publication {
    channel: string;
    /** The payload, as published: see toText and toJson. */
    data: Uint8Array;
    /** Place in the history, from 1n; 0n when it is not in a history. */
    offset: bigint;
    /** When the server accepted it, Unix milliseconds. */
    time: number;
    /** Set by the publisher. */
    tags: ReadonlyMap<string, string>;
    /** Who published it; undefined when it came through the server API. */
    info: ClientInfo | undefined;
    /** Given by the publisher; 0n when it gave none. */
    version: bigint;
}
/** How the attempt to recover what was missed ended. */
export type RecoveryOutcome = 
/** Recovery was not asked for. */
'NOT_REQUESTED'
/** Nothing is missing. */
 | 'RECOVERED'
/** The history began anew. */
 | 'EPOCH_CHANGED'
/** Some of what was missed is no longer kept. */
 | 'TRIMMED'
/** More was missed than the server recovers. */
 | 'LIMIT_EXCEEDED'
/** The offset lies in the future. */
 | 'INVALID_POSITION'
/** The channel keeps no history, or does not let its subscribers recover. */
 | 'HISTORY_OFF'
/** The server does not say. */
 | 'UNSPECIFIED';
/** A filter over tags: a comparison (`key`, `cmp`, `val` or `vals`), or `op` over `nodes`. */
export interface TagsFilter {
    op?: 'and' | 'or' | 'not';
    key?: string;
    cmp?: 'eq' | 'neq' | 'in' | 'nin' | 'ex' | 'nex' | 'sw' | 'ew' | 'ct' | 'lt' | 'lte' | 'gt' | 'gte';
    val?: string;
    vals?: string[];
    nodes?: TagsFilter[];
}
/** What happened, and why. */
export interface Reason {
    /** For programs. */
    code: number;
    /** For people. */
    reason: string;
}
export interface Connected {
    /** Id of the connection. */
    client: string;
    /** The server's version. */
    version: string;
    /** Data from the server; empty by default. */
    data: Uint8Array;
}
export interface ChannelReason extends Reason {
    channel: string;
}
export interface Subscribed {
    channel: string;
    /** From where live publications follow; undefined when the channel has no history. */
    position: StreamPosition | undefined;
    /** True when what will be missed can be recovered. */
    recoverable: boolean;
    /** True when the server checks that nothing is missed. */
    positioned: boolean;
    /** True when recovery was asked for. */
    wasRecovering: boolean;
    /** True when nothing is missing; otherwise load your state again. */
    recovered: boolean;
    outcome: RecoveryOutcome;
    /** Data from the server; empty by default. */
    data: Uint8Array;
}
/** Somebody came or left. */
export interface Membership {
    channel: string;
    info: ClientInfo;
}
/** Publications that were dropped because this client was too slow. */
export interface Gap {
    channel: string;
    /** First offset dropped; 0n when all that were dropped are in no history. */
    from: bigint;
    /** Last offset dropped; 0n likewise. */
    to: bigint;
    epoch: string;
    /** How many. */
    count: bigint;
}
/** What happens to a channel. */
export interface ChannelEvents {
    subscribing: ChannelReason;
    subscribed: Subscribed;
    unsubscribed: ChannelReason;
    publication: Publication;
    join: Membership;
    leave: Membership;
    gap: Gap;
}
/** Events of a subscription. */
export interface SubscriptionEvents extends ChannelEvents {
    error: FanwireError;
}
/** Events of a client; those of a channel are about subscriptions that the server made. */
export interface ClientEvents extends ChannelEvents {
    connecting: Reason;
    connected: Connected;
    disconnected: Reason;
    error: FanwireError;
}
export type ClientState = 'disconnected' | 'connecting' | 'connected';
export type SubscriptionState = 'unsubscribed' | 'subscribing' | 'subscribed';
export interface PublishOptions {
    /** The same key in the same channel by the same user publishes once. */
    idempotencyKey?: string;
}
export interface Published {
    /** 0n when the channel keeps no history. */
    offset: bigint;
    epoch: string;
    /** True when the key had been seen: the position is then the original's. */
    duplicate: boolean;
}
export interface HistoryOptions {
    /** How many at most; 0 (the default) for the position only, -1 for all up to the server's limit. */
    limit?: number;
    /** Read after this position (with reverse: before it). */
    since?: StreamPosition;
    /** Newest first. */
    reverse?: boolean;
}
export interface History {
    publications: Publication[];
    /** Position of the newest publication in the history. */
    position: StreamPosition;
    /** True when the page was cut at the server's reply size: go on from its last publication. */
    truncated: boolean;
}
export interface Presence {
    /** By connection id. */
    clients: Map<string, ClientInfo>;
    /** True when there are more than fit into one reply. */
    truncated: boolean;
}
export interface PresenceStats {
    /** Connections. */
    clients: number;
    /** Distinct users. */
    users: number;
}
export interface Options {
    /** Connection token (JWT). With getToken: the first one. */
    token?: string;
    /** Gives a connection token: called when there is none, or it expires. Throws UnauthorizedError when there will be none. */
    getToken?: () => Promise<string> | string;
    /** Data for the backend. */
    data?: Data;
    /** Name of the application, for operators. Default "js". */
    name?: string;
    /** Version of the application, for operators. Default: of this library. */
    version?: string;
    /** Stand in for HTTP headers on the server's side. */
    headers?: Record<string, string>;
    /** Whether pages of one origin share a connection; `worker` is where worker.js is, if not beside this library. Default true. */
    sharing?: boolean | {
        worker: string | URL;
    };
    /** Ceiling of the first reconnect delay, ms. Default 500. */
    minReconnectDelay?: number;
    /** Ceiling of any reconnect delay, ms. Default 20000. */
    maxReconnectDelay?: number;
    /** Until an answer must have come, ms. Default 10000. */
    timeout?: number;
    /** Until the first message of the stream must have come, ms. Default 5000. */
    firstFrameTimeout?: number;
    /** Until commands must be accepted, ms. Default 5000. */
    acceptTimeout?: number;
    /** How late the server's ping may be, ms. Default 10000. */
    maxPingDelay?: number;
    /** Instead of the global fetch; not with a shared connection. */
    fetch?: typeof fetch;
}
/** Why a state is asked for. */
export interface StateContext {
    channel: string;
    /** From where live publications follow; undefined when the channel has no history. */
    position: StreamPosition | undefined;
    /** NOT_REQUESTED the first time; later why what was missed cannot be recovered. */
    outcome: RecoveryOutcome;
}
/** Loads the application's own state; may give the position that the state belongs to. */
export type GetState = (context: StateContext) => Promise<StreamPosition | void> | StreamPosition | void;
export interface SubscriptionOptions {
    /** Subscription token (JWT). With getToken: the first one. */
    token?: string;
    /** Gives a subscription token: called when there is none, or it expires. */
    getToken?: (context: {
        channel: string;
    }) => Promise<string> | string;
    /** Start from here, not from now. */
    since?: StreamPosition;
    /** Ask to be able to recover what is missed. */
    recoverable?: boolean;
    /** Ask the server to check that nothing is missed. */
    positioned?: boolean;
    /** Ask for joins and leaves. */
    joinLeave?: boolean;
    /** Only publications whose tags match. */
    tagsFilter?: TagsFilter;
    /** Data for the backend. */
    data?: Data;
    /** Loads the application's state before the first publication, and whenever what was missed cannot be recovered. */
    getState?: GetState;
}
