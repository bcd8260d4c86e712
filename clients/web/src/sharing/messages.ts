import type { PbCommand, PbReply } from '../gen/fanwire/client/v1/client.js';
import type { PbConnectRequest } from '../gen/fanwire/client/v1/commands.js';
import type { SessionEnd, Timing } from '../transport/session.js';

/** What a tab's session asks for. */
export interface Opening {
  /** Sessions with the same key share a connection. */
  key: string;
  url: string;
  timing: Timing;
  request: PbConnectRequest;
}

/** From a tab's session to the hub. */
export type ToHub = { id: string } & (
  | { kind: 'open'; opening: Opening }
  | { kind: 'send'; command: PbCommand }
  /** It is there: the answer to a ping. */
  | { kind: 'alive' }
  | { kind: 'close' }
);

/** From the hub to a tab's session. */
export type FromHub =
  | { kind: 'reply'; reply: PbReply }
  | { kind: 'end'; end: SessionEnd }
  | { kind: 'error'; code: number; message: string; temporary: boolean; ids: number[] }
  /** Another tab has renewed the token of this channel; empty: of the connection. */
  | { kind: 'token'; channel: string; token: string };

/** Sends to one tab's session. */
export type Post = (message: FromHub) => void;

/** An id that nobody else has; randomUUID is for secure contexts only. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-');
}
