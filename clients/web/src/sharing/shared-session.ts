import { Connecting } from '../codes.js';
import { ErrorCode, FanwireError } from '../errors.js';
import type { PbCommand, PbReply } from '../gen/fanwire/client/v1/client.js';
import type { Session, SessionEnd, SessionHandler } from '../transport/session.js';
import { Watchdog } from '../transport/watchdog.js';
import type { Link, Receiver } from './link.js';
import { type FromHub, type Opening, randomId } from './messages.js';

/** How much longer than the hub itself to wait for what it waits for, milliseconds. */
const PATIENCE = 10_000;

/** One tab's part of a shared connection. */
export class SharedSession implements Session, Receiver {
  readonly #id = randomId();
  readonly #watchdog = new Watchdog(() => this.#lost('the shared connection does not answer', ErrorCode.Timeout));
  readonly #leave = () => this.#post('close');
  readonly #back = ({ persisted }: PageTransitionEvent) => {
    if (persisted) this.#lost('the page was put aside');
  };
  #open = false;

  constructor(
    private readonly link: Link,
    private readonly opening: Opening,
    private readonly handler: SessionHandler,
  ) {
    link.attach(this.#id, this);
    globalThis.addEventListener?.('pagehide', this.#leave);
    globalThis.addEventListener?.('pageshow', this.#back);
    this.#watchdog.start(opening.timing.firstFrame + PATIENCE);
    this.link.post({ kind: 'open', id: this.#id, opening });
  }

  send(command: PbCommand): void {
    this.link.post({ kind: 'send', id: this.#id, command });
  }

  close(): void {
    this.#post('close');
    this.#detach();
  }

  take(message: FromHub): void {
    this.#watchdog.touch();
    switch (message.kind) {
      case 'reply':
        return this.#reply(message.reply);
      case 'end':
        return this.#end(message.end);
      case 'error':
        return this.handler.error(new FanwireError(message.code, message.message, message.temporary), message.ids);
      case 'token':
        return this.handler.token?.(message.channel, message.token);
    }
  }

  reset(): void {
    if (this.#open) this.#lost('another tab leads now');
    else this.link.post({ kind: 'open', id: this.#id, opening: this.opening });
  }

  #reply(reply: PbReply): void {
    const { id, result } = reply;
    if (result?.$case === 'connect') {
      this.#open = true;
      const { ping } = result.value;
      this.#watchdog.start(ping > 0 ? ping * 1000 + this.opening.timing.pingDelay + PATIENCE : 0);
    } else if (id === 0 && !result) {
      this.#post('alive');
    }
    this.handler.reply(reply);
  }

  #lost(reason: string, cause?: number): void {
    this.#post('close');
    const end = { code: Connecting.transportClosed, reason, reconnect: true, afterMs: 1 };
    this.#end(cause === undefined ? end : { ...end, afterMs: 0, cause });
  }

  #end(end: SessionEnd): void {
    this.#detach();
    this.handler.end(end);
  }

  #detach(): void {
    this.link.detach(this.#id);
    this.#watchdog.stop();
    globalThis.removeEventListener?.('pagehide', this.#leave);
    globalThis.removeEventListener?.('pageshow', this.#back);
  }

  #post(kind: 'alive' | 'close'): void {
    this.link.post({ kind, id: this.#id });
  }
}
