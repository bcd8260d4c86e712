import type { Data } from './data.js';
import { Emitter } from './emitter.js';
import type { History, HistoryOptions, Presence, PresenceStats, PublishOptions, Published, StreamPosition, SubscriptionEvents, SubscriptionState } from './types.js';
/** One channel that this client follows. Made by `newSubscription`. */
export declare class Subscription extends Emitter<SubscriptionEvents> {
    #private;
    /** The channel's name. */
    readonly channel: string;
    private readonly options;
    private readonly host;
    get state(): SubscriptionState;
    /** Of the last publication seen; undefined when the channel has no history. */
    get position(): StreamPosition | undefined;
    /** Starts; also again, after `unsubscribed`. */
    subscribe(): void;
    /** Ends; the position is kept for a later subscribe(). */
    unsubscribe(): void;
    /** Resolves once subscribed; rejects when that is given up, or after `timeoutMs`. */
    ready(timeoutMs?: number): Promise<void>;
    /** Publishes to the channel. */
    publish(data: Data, options?: PublishOptions): Promise<Published>;
    /** Reads the channel's history. */
    history(options?: HistoryOptions): Promise<History>;
    /** Who is in the channel, by connection. */
    presence(): Promise<Presence>;
    /** How many are in the channel. */
    presenceStats(): Promise<PresenceStats>;
}
