// The server API, as a backend calls it.

import { once } from 'node:events';
import http2 from 'node:http2';

import { encode, frame } from '../../../../tests/web/page/protobuf.mjs';

/** Publishes `data`; `tags` as an object. */
export function publish(server, channel, data, { tags = {} } = {}) {
  const entries = Object.entries(tags).map(([key, value]) => [3, encode([1, key], [2, value])]);
  return call(server, 'Publish', encode([1, channel], [2, data], ...entries));
}

/** Ends a user's connections. */
export const disconnect = (server, user, { code = 0, afterMs = 0 } = {}) =>
  call(server, 'Disconnect', encode([1, user], [3, code], [6, afterMs]));

/** Subscribes a user's connections. */
export const subscribe = (server, user, channel) => call(server, 'Subscribe', encode([1, user], [3, channel]));

/** Ends the subscriptions of a user's connections. */
export const unsubscribe = (server, user, channel, code = 0) =>
  call(server, 'Unsubscribe', encode([1, user], [3, channel], [4, code]));

/** One unary call; rejects unless its status is OK. */
export async function call(server, method, message) {
  const connection = http2.connect(`http://${server.api}`);
  try {
    const request = connection.request({
      ':method': 'POST',
      ':path': `/fanwire.api.v1.ApiService/${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status;
    const take = (headers) => (status = headers['grpc-status'] ?? status);
    request.on('response', take).on('trailers', take);
    request.end(frame(message));
    request.resume();
    await once(request, 'close');
    if (status !== '0') throw new Error(`${method} answered status ${status}`);
  } finally {
    connection.close();
  }
}
