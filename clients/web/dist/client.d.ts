import type { Data } from './data.js';
import { Emitter } from './emitter.js';
import { Subscription } from './subscription.js';
import type { ClientEvents, ClientState, History, HistoryOptions, Options, Presence, PresenceStats, PublishOptions, Published, SubscriptionOptions } from './types.js';
/** A client of one Fanwire server: one connection, any number of subscriptions. */
export declare class Fanwire extends Emitter<ClientEvents> {
    #private;
    /** `url` is where the server's client listener is, such as https://rt.example.com. */
    constructor(url: string | URL, options?: Options);
    get state(): ClientState;
    /** Connects, and stays so until disconnect() or a final answer of the server. */
    connect(): void;
    /** Ends the connection. Subscriptions go on when connect() is called again. */
    disconnect(): void;
    /** Resolves once connected; rejects when that is given up, or after `timeoutMs`. */
    ready(timeoutMs?: number): Promise<void>;
    /** A subscription that does nothing until its subscribe() is called. There is one for each channel. */
    newSubscription(channel: string, options?: SubscriptionOptions): Subscription;
    getSubscription(channel: string): Subscription | undefined;
    /** Unsubscribes and forgets it. */
    removeSubscription(subscription: Subscription): void;
    /** Publishes to a channel; waits for the connection. When it fails, only an idempotencyKey makes it safe to try again. */
    publish(channel: string, data: Data, options?: PublishOptions): Promise<Published>;
    /** Reads a channel's history. */
    history(channel: string, options?: HistoryOptions): Promise<History>;
    /** Who is in a channel, by connection. */
    presence(channel: string): Promise<Presence>;
    /** How many are in a channel. */
    presenceStats(channel: string): Promise<PresenceStats>;
}
