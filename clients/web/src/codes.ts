/** Why the client is connecting, where the server gave no code (its own start at 3000). */
export const Connecting = { connectCalled: 0, transportClosed: 1, noPing: 2, subscribeTimeout: 3 } as const;

/** Why the client is disconnected, where the server gave no code. */
export const Disconnected = { disconnectCalled: 0, unauthorized: 1, refused: 2 } as const;

/** Why a subscription is subscribing, where the server gave no code (its own start at 2500). */
export const Subscribing = { subscribeCalled: 0, transportClosed: 1 } as const;

/** Why a subscription has ended, where the server gave no code (its own are 2000 to 2499). */
export const Unsubscribed = { unsubscribeCalled: 0, unauthorized: 1 } as const;

export const TOKEN_EXPIRED = 109;
export const SUBSCRIPTION_EXPIRED = 2501;
export const SUBSCRIPTION_INVALIDATED = 2502;
const CONNECTION_EXPIRED = 3005;
const STATE_INVALIDATED = 3014;

/** True for disconnect codes after which the client comes back. */
export function comesBack(code: number): boolean {
  return !((code >= 3500 && code < 4000) || (code >= 4500 && code < 5000));
}

/** True for disconnect codes after which the connection token is of no use. */
export function spendsToken(code: number): boolean {
  return code === CONNECTION_EXPIRED || code === STATE_INVALIDATED;
}

/** True for unsubscribe codes after which the client subscribes again. */
export function subscribesAgain(code: number): boolean {
  return code >= 2500;
}
