import { DirectSession } from '../transport/direct.js';
import type { OpenSession, Timing } from '../transport/session.js';
import type { Options } from '../types.js';

/** How sessions are opened: of their own, or shared with the other tabs. */
export function openSession(url: string, options: Options): (token: string) => OpenSession {
  const timing: Timing = {
    firstFrame: options.firstFrameTimeout ?? 5_000,
    accept: options.acceptTimeout ?? 5_000,
    pingDelay: options.maxPingDelay ?? 10_000,
  };
  // Unbound, fetch throws "Illegal invocation" in browsers.
  const endpoint = { url, fetch: options.fetch ?? fetch.bind(globalThis) };
  return () => (request, handler) => new DirectSession(endpoint, timing, request, handler);
}
