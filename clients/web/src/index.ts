export { Fanwire } from './client.js';
export { type Data, toJson, toText } from './data.js';
export { ErrorCode, FanwireError, UnauthorizedError } from './errors.js';
export type { Subscription } from './subscription.js';
export type {
  ChannelEvents, ChannelReason, ClientEvents, ClientInfo, ClientState, Connected, Gap, GetState, History,
  HistoryOptions, Membership, Options, Presence, PresenceStats, Publication, PublishOptions, Published, Reason, RecoveryOutcome,
  StateContext, StreamPosition, Subscribed, SubscriptionEvents, SubscriptionOptions, SubscriptionState, TagsFilter,
} from './types.js';
export { VERSION } from './version.js';
