import { Frames, frame } from './frames.js';

/** gRPC status codes that make a difference here. */
export const Code = {
  ok: 0,
  unknown: 2,
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unimplemented: 12,
  unavailable: 14,
} as const;

/** How a call ended. */
export interface Status {
  code: number;
  message: string;
}

/** What happens while a call is under way. */
export interface CallEvents {
  headers?(): void;
  bytes?(): void;
  message?(data: Uint8Array): void;
}

/** Of one server. */
export interface Endpoint {
  url: string;
  fetch: typeof fetch;
}

/** One grpc-web call. Rejects when the network fails or `signal` aborts it. */
export async function call(
  endpoint: Endpoint,
  method: string,
  message: Uint8Array,
  signal: AbortSignal,
  events: CallEvents = {},
): Promise<Status> {
  const type = 'application/grpc-web+proto';
  const response = await endpoint.fetch(`${endpoint.url}/fanwire.client.v1.ClientService/${method}`, {
    method: 'POST',
    headers: { 'content-type': type, accept: type, 'x-grpc-web': '1' },
    body: frame(message),
    cache: 'no-store',
    signal,
  });
  events.headers?.();
  const status = response.headers.get('grpc-status');
  const body = response.body;
  if (status !== null || !response.ok || !isGrpcWeb(response) || !body) {
    await body?.cancel();
    return status !== null ? grpcStatus(response.headers) : httpStatus(response);
  }
  const frames = new Frames();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { code: Code.unavailable, message: 'the stream was cut' };
    events.bytes?.();
    for (const { trailers, data } of frames.take(value)) {
      if (trailers) return grpcStatus(parseTrailers(data));
      // A copy: whoever keeps a part of it must not keep the whole chunk.
      events.message?.(data.slice());
    }
  }
}

function isGrpcWeb(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').startsWith('application/grpc-web');
}

function grpcStatus(headers: { get(name: string): string | null | undefined }): Status {
  const message = headers.get('grpc-message') ?? '';
  return { code: Number(headers.get('grpc-status') ?? Code.unknown), message: decode(message) };
}

function httpStatus(response: Response): Status {
  const type = response.headers.get('content-type');
  const message = response.ok
    ? `answered with ${type ?? 'no content type'} instead of application/grpc-web: is the url that of a Fanwire client listener?`
    : `answered with HTTP ${response.status}`;
  return { code: Code.unavailable, message };
}

function parseTrailers(data: Uint8Array): Map<string, string> {
  const lines = new TextDecoder().decode(data).split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** grpc-message is percent-encoded. */
function decode(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}
