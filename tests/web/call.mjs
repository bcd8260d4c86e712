// grpc-web by hand: raw bytes over HTTP/1.1.

import http from 'node:http';

import { SERVICE, reply } from './page/fanwire.mjs';
import { Frames, frame } from './page/protobuf.mjs';

const DEADLINE = 20_000; // milliseconds

/** One call; `text` is the base64 form. Resolves with the response's head. */
export function call(server, method, message, { text = false, origin } = {}) {
  const body = Buffer.from(frame(message));
  const request = http.request(`http://${server.client}${SERVICE}${method}`, {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(DEADLINE),
    headers: {
      'content-type': text ? 'application/grpc-web-text' : 'application/grpc-web+proto',
      accept: text ? 'application/grpc-web-text' : 'application/grpc-web+proto',
      'x-grpc-web': '1',
      ...(origin && { origin }),
    },
  });
  request.end(text ? body.toString('base64') : body);
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => resolve(new Call(response, text)));
  });
}

class Call {
  #frames;

  constructor(response, text) {
    this.response = response;
    this.headers = response.headers;
    this.#frames = frames(response, text);
  }

  /** The next reply; pings are passed over. */
  async next() {
    for (;;) {
      const { done, value } = await this.#frames.next();
      if (done) throw new Error('the stream ended without trailers');
      if (value.trailer) throw new Error(`the stream ended: ${Buffer.from(value.data)}`);
      const message = reply(value.data);
      if (!message.ping) return message;
    }
  }

  /** The status that ends the call, whether it comes in headers or trailers. */
  async status() {
    const inHeaders = this.headers['grpc-status'];
    for await (const { trailer, data } of this.#frames) {
      if (!trailer) continue;
      const status = /^grpc-status: ?(\d+)\r?$/m.exec(Buffer.from(data));
      return Number(status[1]);
    }
    if (inHeaders === undefined) throw new Error(`no status; HTTP ${this.response.statusCode}`);
    return Number(inHeaders);
  }

  /** Hangs up. */
  close() {
    this.response.destroy();
  }
}

async function* frames(response, text) {
  const cutter = new Frames();
  let undecoded = '';
  for await (const chunk of response) {
    if (!text) {
      yield* cutter.take(chunk);
      continue;
    }
    // Base64 may be padded in the middle of the stream: each padding ends a piece.
    undecoded += chunk.toString('latin1');
    const whole = undecoded.length - (undecoded.length % 4);
    for (const piece of undecoded.slice(0, whole).match(/[^=]+=*/g) ?? []) {
      yield* cutter.take(Buffer.from(piece, 'base64'));
    }
    undecoded = undecoded.slice(whole);
  }
}
