/** A payload: bytes as they are, a string as UTF-8, anything else as JSON. */
export type Data = ArrayBuffer | ArrayBufferView | string | number | boolean | null | object;
export declare const NO_BYTES: Uint8Array<ArrayBuffer>;
/** The bytes of a payload. */
export declare function toBytes(data: Data | undefined): Uint8Array;
/** A payload as text (UTF-8). */
export declare function toText(data: Uint8Array): string;
/** A payload that is JSON. Throws SyntaxError when it is not. */
export declare function toJson<T = unknown>(data: Uint8Array): T;
