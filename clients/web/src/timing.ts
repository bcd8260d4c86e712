import type { Timing } from './transport/session.js';
import type { Options } from './types.js';

/** How long a client waits for what. */
export function timing(options: Options): Timing {
  return {
    firstFrame: options.firstFrameTimeout ?? 5_000,
    accept: options.acceptTimeout ?? 5_000,
    pingDelay: options.maxPingDelay ?? 10_000,
    minDelay: options.minReconnectDelay ?? 500,
    maxDelay: options.maxReconnectDelay ?? 20_000,
  };
}
