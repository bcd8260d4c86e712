// A proxy between client and server that fails on demand.

import { once } from 'node:events';
import http from 'node:http';

/**
 * Stands in for `server`. What it does to calls of `listen` and `send`:
 *   pass    passes them on
 *   hang    never answers
 *   lose    passes the call on, and cuts the connection instead of answering; once
 *   collect passes nothing of the response on before it has all of it
 *   withhold passes the response's head on, and no body
 */
export async function startProxy(t, server) {
  const proxy = new Proxy(server);
  t.after(() => proxy.close());
  await proxy.open();
  return proxy;
}

class Proxy {
  listen = 'pass';
  send = 'pass';
  /** Calls of Send that came in. */
  sends = 0;
  #server;
  #http = http.createServer((request, response) => this.#handle(request, response));
  #streams = new Set();

  constructor(server) {
    this.#server = server;
  }

  async open() {
    this.#http.listen(0, '127.0.0.1');
    await once(this.#http, 'listening');
    this.url = `http://127.0.0.1:${this.#http.address().port}`;
  }

  close() {
    this.#http.closeAllConnections();
    this.#http.close();
    for (const { upstream } of this.#streams) upstream.destroy();
  }

  /** Cuts all streams that are open now. */
  cut() {
    for (const { upstream, response } of this.#streams) {
      upstream.destroy();
      response.destroy();
    }
  }

  /** Passes nothing on any more on the streams that are open now, nor that the client hangs up. */
  stall() {
    for (const stream of this.#streams) stream.stalled = true;
  }

  /** Reads nothing any more from the streams that are open now: the server has to wait. */
  pause() {
    for (const { answer } of this.#streams) answer?.pause();
  }

  resume() {
    for (const { answer } of this.#streams) answer?.resume();
  }

  #handle(request, response) {
    const kind = request.url.endsWith('/Send') ? 'send' : 'listen';
    if (kind === 'send') this.sends++;
    const mode = this[kind];
    if (mode === 'hang') return request.resume();
    if (mode === 'lose') this[kind] = 'pass';
    const upstream = http.request(this.#server.url + request.url, { method: request.method, headers: request.headers, agent: false });
    const stream = { upstream, response, stalled: false };
    this.#streams.add(stream);
    request.pipe(upstream);
    upstream.on('error', () => response.destroy());
    upstream.on('response', (answer) => this.#answer(mode, stream, answer));
    upstream.on('close', () => this.#streams.delete(stream));
    response.on('close', () => stream.stalled || upstream.destroy());
  }

  #answer(mode, stream, answer) {
    const { response } = stream;
    stream.answer = answer;
    const head = () => {
      response.writeHead(answer.statusCode, answer.headers);
      response.flushHeaders();
    };
    answer.on('error', () => response.destroy());
    if (mode === 'lose') return answer.resume().on('end', () => response.destroy());
    if (mode === 'withhold') return head();
    if (mode === 'collect') {
      const chunks = [];
      return answer.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        head();
        response.end(Buffer.concat(chunks));
      });
    }
    head();
    answer.on('data', (chunk) => stream.stalled || response.write(chunk));
    answer.on('end', () => stream.stalled || response.end());
  }
}
