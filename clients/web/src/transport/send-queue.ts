import { Backoff } from '../backoff.js';
import { ErrorCode, FanwireError, reason } from '../errors.js';
import { PbCommand, PbSendRequest } from '../gen/fanwire/client/v1/client.js';
import { Code, type Endpoint, type Status, call } from './call.js';

/** What the server takes in one Send. */
const MOST_COMMANDS = 64;
/** Half of what a server takes by default. */
const MOST_BYTES = 32 * 1024;

/** What a queue tells. */
export interface SendEvents {
  /** A Send is overdue; it goes on being tried. */
  overdue(error: FanwireError, ids: number[]): void;
  /** The server will never take this command. */
  refused(command: PbCommand, error: FanwireError): void;
  /** The session is of no use any more. */
  lost(reason: string): void;
}

/** The client's half of a session: one Send in flight, repeated under its number until it is acknowledged. */
export class SendQueue {
  readonly #waiting: PbCommand[] = [];
  readonly #stopped = new AbortController();
  #seq = 1n;
  #mostBytes = MOST_BYTES;
  #pumping = false;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly address: { node: string; session: string },
    private readonly acceptMs: number,
    private readonly events: SendEvents,
  ) {}

  push(command: PbCommand): void {
    this.#waiting.push(command);
    if (this.#pumping) return;
    this.#pumping = true;
    // What is pushed in the same turn goes into the same Send.
    queueMicrotask(() => void this.#pump());
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #pump(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#stopped.signal.aborted) {
      await this.#deliver(this.#batch());
    }
    this.#pumping = false;
  }

  #batch(): PbCommand[] {
    let bytes = 0;
    let count = 0;
    for (const command of this.#waiting) {
      bytes += PbCommand.encode(command).finish().length + 8;
      if (count > 0 && (count === MOST_COMMANDS || bytes > this.#mostBytes)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #deliver(commands: PbCommand[]): Promise<void> {
    const backoff = new Backoff(50, 1_000);
    let batch = commands;
    let overdue = false;
    for (let deadline = Date.now() + this.acceptMs; ; ) {
      const status = await this.#attempt(batch, deadline - Date.now());
      if (this.#stopped.signal.aborted) return;
      switch (status.code) {
        case Code.ok:
          this.#seq++;
          return;
        case Code.notFound:
        case Code.failedPrecondition:
        case Code.invalidArgument:
          return this.events.lost(status.message);
        case Code.resourceExhausted:
          if (!status.message.includes('size_limit')) break; // full: room comes by itself
          if (batch.length === 1) {
            return this.events.refused(batch[0]!, new FanwireError(ErrorCode.Refused, status.message));
          }
          // Nothing of it was taken, so the number may carry less.
          this.#mostBytes /= 2;
          this.#waiting.unshift(...batch);
          batch = this.#batch();
          continue;
      }
      if (Date.now() >= deadline) {
        if (overdue) return this.events.lost('commands were not accepted');
        overdue = true;
        deadline = Date.now() + this.acceptMs;
        this.events.overdue(notAccepted(this.acceptMs, status), batch.map(({ id }) => id));
      }
      await this.#pause(Math.min(backoff.next(), Math.max(0, deadline - Date.now())));
    }
  }

  async #attempt(commands: PbCommand[], timeoutMs: number): Promise<Status> {
    const request = PbSendRequest.encode({ ...this.address, commands, seq: this.#seq }).finish();
    const abort = new AbortController();
    const stop = () => abort.abort();
    const timer = setTimeout(stop, timeoutMs);
    this.#stopped.signal.addEventListener('abort', stop);
    try {
      return await call(this.endpoint, 'Send', request, abort.signal);
    } catch (error) {
      return { code: Code.unavailable, message: reason(error) };
    } finally {
      clearTimeout(timer);
      this.#stopped.signal.removeEventListener('abort', stop);
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, delayMs);
    });
  }
}

function notAccepted(afterMs: number, status: Status): FanwireError {
  return new FanwireError(
    ErrorCode.NotAccepted,
    `commands were not accepted within ${afterMs / 1000} s (${status.message}). Over HTTP/1.1 a browser has six ` +
      'connections per host, and each open page without shared connection holds one: serve Fanwire over TLS, so that ' +
      'browsers speak HTTP/2, or leave `sharing` on',
    true,
  );
}
