/** A payload: bytes as they are, a string as UTF-8, anything else as JSON. */
export type Data = ArrayBuffer | ArrayBufferView | string | number | boolean | null | object;

export const NO_BYTES = new Uint8Array();

/** The bytes of a payload. */
export function toBytes(data: Data | undefined): Uint8Array {
  if (data === undefined) return NO_BYTES;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new TextEncoder().encode(typeof data === 'string' ? data : JSON.stringify(data));
}

/** A payload as text (UTF-8). */
export function toText(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}

/** A payload that is JSON. Throws SyntaxError when it is not. */
export function toJson<T = unknown>(data: Uint8Array): T {
  return JSON.parse(toText(data)) as T;
}
