// As much of protobuf and grpc-web as these tests and their page need.

const utf8 = new TextEncoder();

/** Encodes [number, value] pairs; a value is a number, boolean, string or bytes. */
export function encode(...fields) {
  const out = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number' || typeof value === 'boolean') {
      varint(out, number * 8);
      varint(out, Number(value));
    } else {
      const bytes = typeof value === 'string' ? utf8.encode(value) : value;
      varint(out, number * 8 + 2);
      varint(out, bytes.length);
      for (const byte of bytes) out.push(byte);
    }
  }
  return Uint8Array.from(out);
}

function varint(out, value) {
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) + 128);
  out.push(value);
}

/** A decoded message; get(n) is field n's last value: a number, or bytes. */
export function decode(bytes) {
  const fields = new Map();
  let at = 0;
  const next = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = next();
    if (key % 8 === 0) {
      fields.set(Math.floor(key / 8), next());
    } else if (key % 8 === 2) {
      const length = next();
      fields.set(Math.floor(key / 8), bytes.subarray(at, (at += length)));
    } else {
      throw new Error(`wire type ${key % 8} is not used by Fanwire`);
    }
  }
  return fields;
}

/** One message as a grpc-web frame. */
export function frame(message) {
  const out = new Uint8Array(5 + message.length);
  new DataView(out.buffer).setUint32(1, message.length);
  out.set(message, 5);
  return out;
}

/** Cuts a stream of bytes into grpc-web frames. */
export class Frames {
  #rest = new Uint8Array();

  /** Takes a chunk; returns the frames that are complete: {trailer, data}. */
  take(chunk) {
    const bytes = new Uint8Array(this.#rest.length + chunk.length);
    bytes.set(this.#rest);
    bytes.set(chunk, this.#rest.length);
    const frames = [];
    let at = 0;
    while (bytes.length - at >= 5) {
      const end = at + 5 + new DataView(bytes.buffer, at + 1).getUint32(0);
      if (end > bytes.length) break;
      frames.push({ trailer: bytes[at] === 128, data: bytes.subarray(at + 5, end) });
      at = end;
    }
    this.#rest = bytes.slice(at);
    return frames;
  }
}
