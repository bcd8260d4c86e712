/** Codes of errors that arise in the client; the server's own start at 100. */
export const ErrorCode = {
  /** The server did not answer in time. */
  Timeout: 1,
  /** The connection ended before the answer came: the outcome is unknown. */
  TransportClosed: 2,
  /** The client is disconnected: call connect(). */
  Disconnected: 3,
  /** getToken of the client failed. */
  ConnectionToken: 5,
  /** The subscription is not active: call subscribe(). */
  Unsubscribed: 7,
  /** getToken of a subscription failed. */
  SubscriptionToken: 8,
  /** A parameter has a value that no message can carry. */
  Invalid: 9,
  /** Commands were not accepted in time: too many connections, or none that works. */
  NotAccepted: 10,
  /** Something between client and server holds the stream back. */
  Buffered: 11,
  /** What answers is not a Fanwire server, or refuses this page. */
  Refused: 12,
  /** getState failed. */
  State: 13,
  /** Another tab has this channel with other options. */
  SharingConflict: 14,
} as const;

/** An error of the server (code from 100 on) or of the client ({@link ErrorCode}). */
export class FanwireError extends Error {
  override readonly name = 'FanwireError';
  /** For programs. */
  readonly code: number;
  /** True when the same may succeed later. */
  readonly temporary: boolean;

  constructor(code: number, message: string, temporary = false, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.temporary = temporary;
  }
}

/** Thrown by `getToken`: the user may not come in, so the client stops trying. */
export class UnauthorizedError extends Error {
  override readonly name = 'UnauthorizedError';
}

/** What a caught value says. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
