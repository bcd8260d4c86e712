// The messages of proto/fanwire/client/v1 that these tests and their page use.

import { decode, encode } from './protobuf.mjs';

const utf8 = new TextDecoder();
const text = (bytes) => utf8.decode(bytes ?? new Uint8Array());

export const SERVICE = '/fanwire.client.v1.ClientService/';

export const connect = (id) => encode([1, id], [4, new Uint8Array()]);
export const subscribe = (id, channel) => encode([1, id], [5, encode([1, channel], [10, true])]);
export const unsubscribe = (id, channel) => encode([1, id], [6, encode([1, channel])]);

/** ListenRequest; `channels` are subscribed to at once. */
export const listenRequest = (...channels) =>
  encode([1, encode(...channels.map((channel) => [3, encode([1, channel], [2, new Uint8Array()])]))]);

/** SendRequest for the session that a connect reply told. */
export const sendRequest = ({ node, session }, seq, ...commands) =>
  encode([1, node], [2, session], ...commands.map((command) => [3, command]), [4, seq]);

/** Decodes a Reply as far as these tests look at it. */
export function reply(bytes) {
  const fields = decode(bytes);
  const out = { id: fields.get(1) ?? 0, ping: fields.size === 0 };
  const part = (number) => fields.has(number) && decode(fields.get(number));
  const [error, push, connected] = [part(2), part(4), part(5)];
  out.subscribed = fields.has(6);
  out.unsubscribed = fields.has(7);
  if (error) out.error = { code: error.get(1), message: text(error.get(2)) };
  if (push) out.push = pushOf(push);
  if (connected) {
    out.session = text(connected.get(9));
    out.node = text(connected.get(10));
    out.pong = Boolean(connected.get(8));
    if (connected.has(6)) out.sub = text(decode(connected.get(6)).get(1));
    if (connected.has(100)) {
      const [refused, why] = [1, 2].map((number) => decode(connected.get(100)).get(number));
      out.refused = { channel: text(refused), code: decode(why).get(1) };
    }
  }
  return out;
}

function pushOf(fields) {
  const out = { channel: text(fields.get(2)) };
  if (fields.has(4)) {
    const publication = decode(fields.get(4));
    out.data = text(publication.get(4));
    out.offset = publication.get(6) ?? 0;
  }
  if (fields.has(11)) out.disconnect = decode(fields.get(11)).get(1);
  return out;
}
