/** Longer frames are no replies of a server: at most 1 MiB, publications of a large limit included. */
const LONGEST_FRAME = 16 * 1024 * 1024;
const HEAD = 5;

/** A grpc-web frame: the trailers that end a stream, or a message. */
export interface Frame {
  trailers: boolean;
  data: Uint8Array;
}

/** One message as the body of a request. */
export function frame(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEAD + message.length);
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, HEAD);
  return bytes;
}

/** Cuts a byte stream into frames. */
export class Frames {
  #rest: Uint8Array = new Uint8Array();

  /** Takes a chunk; gives the frames that are complete now. */
  *take(chunk: Uint8Array): Generator<Frame> {
    let bytes = chunk;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + chunk.length);
      bytes.set(this.#rest);
      bytes.set(chunk, this.#rest.length);
    }
    let at = 0;
    while (bytes.length - at >= HEAD) {
      const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(1);
      if (length > LONGEST_FRAME) throw new Error(`a frame of ${length} bytes: this is no grpc-web stream`);
      if (bytes.length - at < HEAD + length) break;
      yield { trailers: (bytes[at]! & 0x80) !== 0, data: bytes.subarray(at + HEAD, at + HEAD + length) };
      at += HEAD + length;
    }
    this.#rest = bytes.subarray(at);
  }
}
