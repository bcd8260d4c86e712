import type { Request } from './commands.js';
import { type Result, toError } from './convert.js';
import { ErrorCode, FanwireError } from './errors.js';
import type { PbReply } from './gen/fanwire/client/v1/client.js';

/** Takes the answer to a command, in the same turn in which it arrives. */
export type Answer = (answer: { result: Result } | { error: FanwireError }) => void;

interface Entry {
  answer: Answer;
  timer: ReturnType<typeof setTimeout>;
}

/** Commands that wait for their replies. */
export class Pending {
  readonly #entries = new Map<number, Entry>();
  /** 1 is the connect request's. */
  #last = 1;

  /** Gives the command's id. */
  add(request: Request, timeoutMs: number, answer: Answer): number {
    const id = ++this.#last;
    const late = () => this.fail([id], new FanwireError(ErrorCode.Timeout, `no answer to ${request.$case}`, true));
    this.#entries.set(id, { answer, timer: setTimeout(late, timeoutMs) });
    return id;
  }

  settle({ id, result }: PbReply): void {
    const answer = this.#take(id);
    if (!answer || !result) return;
    answer(result.$case === 'error' ? { error: toError(result.value) } : { result });
  }

  fail(ids: number[], error: FanwireError): void {
    for (const id of ids) this.#take(id)?.({ error });
  }

  failAll(error: FanwireError): void {
    this.fail([...this.#entries.keys()], error);
    this.#last = 1;
  }

  #take(id: number): Answer | undefined {
    const entry = this.#entries.get(id);
    clearTimeout(entry?.timer);
    this.#entries.delete(id);
    return entry?.answer;
  }
}
