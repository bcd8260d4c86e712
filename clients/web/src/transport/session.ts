import type { FanwireError } from '../errors.js';
import type { PbCommand, PbReply } from '../gen/fanwire/client/v1/client.js';
import type { PbConnectRequest } from '../gen/fanwire/client/v1/commands.js';

/** Why a session ended, and what to do next. */
export interface SessionEnd {
  code: number;
  reason: string;
  /** True when the client should come back. */
  reconnect: boolean;
  /** Milliseconds to wait before; 0 leaves it to the client's own back-off. */
  afterMs: number;
  /** An error code for what kept the session from opening, where that is known. */
  cause?: number;
}

/** What a session tells. Nothing comes after `end`. */
export interface SessionHandler {
  /** A reply, push or ping; the first is the connect reply. */
  reply(reply: PbReply): void;
  end(end: SessionEnd): void;
  /** Something is wrong; the commands with these ids are not known to have arrived. */
  error(error: FanwireError, ids: number[]): void;
  /** Another tab has renewed the token of this channel; empty: of the connection. */
  token?(channel: string, token: string): void;
}

/** One connection to the server, or one tab's part of it. */
export interface Session {
  send(command: PbCommand): void;
  /** Ends it; the handler hears nothing more. */
  close(): void;
}

/** Milliseconds. */
export interface Timing {
  /** Until the first message of the stream. */
  firstFrame: number;
  /** Until a Send is accepted. */
  accept: number;
  /** How late a ping may be. */
  pingDelay: number;
  /** Ceilings of the first and of any delay before coming back. */
  minDelay: number;
  maxDelay: number;
}

/** Opens a session. */
export type OpenSession = (request: PbConnectRequest, handler: SessionHandler) => Session;
