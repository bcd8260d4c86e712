/** Codes of errors that arise in the client; the server's own start at 100. */
export declare const ErrorCode: {
    /** The server did not answer in time. */
    readonly Timeout: 1;
    /** The connection ended before the answer came: the outcome is unknown. */
    readonly TransportClosed: 2;
    /** The client is disconnected: call connect(). */
    readonly Disconnected: 3;
    /** getToken of the client failed. */
    readonly ConnectionToken: 5;
    /** The subscription is not active: call subscribe(). */
    readonly Unsubscribed: 7;
    /** getToken of a subscription failed. */
    readonly SubscriptionToken: 8;
    /** A parameter has a value that no message can carry. */
    readonly Invalid: 9;
    /** Commands were not accepted in time: too many connections, or none that works. */
    readonly NotAccepted: 10;
    /** Something between client and server holds the stream back. */
    readonly Buffered: 11;
    /** What answers is not a Fanwire server, or refuses this page. */
    readonly Refused: 12;
    /** getState failed. */
    readonly State: 13;
    /** Another tab has this channel with other options. */
    readonly SharingConflict: 14;
};
/** An error of the server (code from 100 on) or of the client ({@link ErrorCode}). */
export declare class FanwireError extends Error {
    readonly name = "FanwireError";
    /** For programs. */
    readonly code: number;
    /** True when the same may succeed later. */
    readonly temporary: boolean;
    constructor(code: number, message: string, temporary?: boolean, cause?: unknown);
}
/** Thrown by `getToken`: the user may not come in, so the client stops trying. */
export declare class UnauthorizedError extends Error {
    readonly name = "UnauthorizedError";
}
/** What a caught value says. */
export declare function reason(error: unknown): string;
