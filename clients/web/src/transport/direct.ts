import { Connecting, Disconnected, comesBack } from '../codes.js';
import { ErrorCode, reason } from '../errors.js';
import { type PbCommand, PbListenRequest, PbReply, PbSendRequest } from '../gen/fanwire/client/v1/client.js';
import type { PbConnectRequest, PbConnectResult } from '../gen/fanwire/client/v1/commands.js';
import { Code, type Endpoint, type Status, call } from './call.js';
import { SendQueue } from './send-queue.js';
import type { Session, SessionEnd, SessionHandler, Timing } from './session.js';
import { Watchdog } from './watchdog.js';

/** How long to wait for the answer that tells a buffering proxy from a dead network, milliseconds. */
const PROBE = 2_000;

/** A session of its own: one Listen, and Sends. */
export class DirectSession implements Session {
  readonly #abort = new AbortController();
  readonly #watchdog = new Watchdog(() => {
    this.#end(lost(Connecting.noPing, 'no ping: nothing came from the server for too long'));
  });
  readonly #offline = () => this.#end(lost(Connecting.transportClosed, 'offline'));
  #queue: SendQueue | undefined;
  #firstFrame: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly timing: Timing,
    request: PbConnectRequest,
    private readonly handler: SessionHandler,
  ) {
    globalThis.addEventListener?.('offline', this.#offline);
    void this.#listen(request);
  }

  send(command: PbCommand): void {
    this.#queue?.push(command);
  }

  close(): void {
    this.#ended = true;
    globalThis.removeEventListener?.('offline', this.#offline);
    clearTimeout(this.#firstFrame);
    this.#watchdog.stop();
    this.#queue?.stop();
    this.#abort.abort();
  }

  #end(end: SessionEnd): void {
    if (this.#ended) return;
    this.close();
    this.handler.end(end);
  }

  async #listen(request: PbConnectRequest): Promise<void> {
    let headers = false;
    this.#firstFrame = setTimeout(() => void this.#late(headers), this.timing.firstFrame);
    try {
      const message = PbListenRequest.encode({ connect: request }).finish();
      const status = await call(this.endpoint, 'Listen', message, this.#abort.signal, {
        headers: () => (headers = true),
        bytes: () => this.#watchdog.touch(),
        message: (data) => this.#take(PbReply.decode(data)),
      });
      this.#end(ending(status));
    } catch (error) {
      this.#end(lost(Connecting.transportClosed, reason(error)));
    }
  }

  #take(reply: PbReply): void {
    if (this.#ended) return;
    const result = reply.result;
    if (result?.$case === 'connect') this.#opened(result.value);
    if (result?.$case === 'error') clearTimeout(this.#firstFrame);
    if (result?.$case === 'push' && result.value.event?.$case === 'disconnect') {
      const { code, reason, reconnectAfterMs: afterMs } = result.value.event.value;
      return this.#end({ code, reason, reconnect: comesBack(code), afterMs });
    }
    this.handler.reply(reply);
  }

  #opened({ node, session, ping }: PbConnectResult): void {
    clearTimeout(this.#firstFrame);
    this.#watchdog.start(ping > 0 ? ping * 1000 + this.timing.pingDelay : 0);
    this.#queue = new SendQueue(this.endpoint, { node, session }, this.timing.accept, {
      overdue: (error, ids) => this.handler.error(error, ids),
      refused: (command, error) => this.handler.error(error, [command.id]),
      lost: (reason) => this.#end(lost(Connecting.transportClosed, reason)),
    });
  }

  /** No first message in time: says why, as far as can be told. */
  async #late(headers: boolean): Promise<void> {
    const seconds = this.timing.firstFrame / 1000;
    const buffered = headers || (await this.#answers());
    if (this.#ended) return;
    const reason = buffered
      ? `the server answers, but the stream brought nothing within ${seconds} s: a proxy between here and the server ` +
        'collects the response instead of passing it on. Switch response buffering off for ' +
        '/fanwire.client.v1.ClientService/ there (nginx: proxy_buffering off)'
      : `no answer within ${seconds} s: the server cannot be reached, or this browser's connections to it are used up ` +
        '(six per host over HTTP/1.1: serve Fanwire over TLS, so that browsers speak HTTP/2, or leave `sharing` on)';
    const cause = buffered ? ErrorCode.Buffered : ErrorCode.Timeout;
    this.#end({ ...lost(Connecting.transportClosed, reason), cause });
  }

  /** True when a short call gets an answer. */
  async #answers(): Promise<boolean> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PROBE);
    try {
      const probe = PbSendRequest.encode({ node: '', session: '', commands: [], seq: 1n }).finish();
      return (await call(this.endpoint, 'Send', probe, abort.signal)).code === Code.notFound;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}

function lost(code: number, reason: string): SessionEnd {
  return { code, reason, reconnect: true, afterMs: 0 };
}

/** What a stream's end means that no disconnect push explained. */
function ending({ code, message }: Status): SessionEnd {
  const final = code === Code.permissionDenied || code === Code.invalidArgument || code === Code.unimplemented;
  if (final) return { code: Disconnected.refused, reason: message, reconnect: false, afterMs: 0 };
  return lost(Connecting.transportClosed, message || `the stream ended with status ${code}`);
}
