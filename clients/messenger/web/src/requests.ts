// Requests, decoded for the inspector: the client library itself can only encode them.

type Names = Record<number, string>;

const CONNECT: Names = { 1: 'token', 4: 'name', 5: 'version', 100: 'previousSession', 101: 'gapSupport' };

/** Field numbers of Command, its requests and their fields, see proto/fanwire/client/v1. */
const COMMANDS: Record<number, [string, Names]> = {
  4: ['connect', CONNECT],
  5: ['subscribe', { 1: 'channel', 2: 'token', 3: 'recover', 6: 'epoch', 7: 'offset', 9: 'positioned', 10: 'recoverable', 11: 'joinLeave' }],
  6: ['unsubscribe', { 1: 'channel' }],
  7: ['publish', { 1: 'channel', 2: 'data', 100: 'idempotencyKey' }],
  8: ['presence', { 1: 'channel' }],
  9: ['presenceStats', { 1: 'channel' }],
  10: ['history', { 1: 'channel', 7: 'limit', 9: 'reverse' }],
  14: ['refresh', { 1: 'token' }],
  15: ['subRefresh', { 1: 'channel', 2: 'token' }],
};

export interface Request {
  title: string;
  channel: string;
  detail: Record<string, unknown>;
}

/** The connect request that a Listen carries. */
export function listenRequest(message: Uint8Array): Request {
  const connect = fields(message).find(({ number }) => number === 1)?.value;
  return { title: 'connect', channel: '', detail: named(bytes(connect), CONNECT) };
}

/** The commands that a Send carries. */
export function sendRequests(message: Uint8Array): Request[] {
  const commands = fields(message).filter(({ number }) => number === 3);
  return commands.map(({ value }) => {
    for (const { number, value: request } of fields(bytes(value))) {
      const [title, names] = COMMANDS[number] ?? [];
      if (!title || !names) continue;
      const detail = named(bytes(request), names);
      return { title, channel: String(detail['channel'] ?? ''), detail };
    }
    return { title: 'pong', channel: '', detail: {} };
  });
}

function named(message: Uint8Array, names: Names): Record<string, unknown> {
  const known = fields(message).filter(({ number }) => names[number]);
  return Object.fromEntries(known.map(({ number, value }) => [names[number], typeof value === 'bigint' ? Number(value) : new TextDecoder().decode(value)]));
}

function bytes(value: bigint | Uint8Array | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

/** The fields of a protobuf message: numbers, and bytes. */
function fields(message: Uint8Array): { number: number; value: bigint | Uint8Array }[] {
  const found = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; at < message.length; shift += 7n) {
      const byte = message[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const tag = Number(varint());
    if ((tag & 7) !== 0 && (tag & 7) !== 2) break; // there are no others in what is shown
    let value: bigint | Uint8Array = varint();
    if ((tag & 7) === 2) value = message.subarray(at, (at += Number(value)));
    found.push({ number: tag >>> 3, value });
  }
  return found;
}
