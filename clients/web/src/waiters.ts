import { ErrorCode, FanwireError } from './errors.js';

interface Waiter {
  resolve(): void;
  reject(error: FanwireError): void;
}

/** Promises for one state. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  /** Rejects after `timeoutMs`, if given. */
  wait(what: string, timeoutMs?: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const settle = (then: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        then();
      };
      const waiter: Waiter = {
        resolve: () => settle(resolve),
        reject: (error) => settle(() => reject(error)),
      };
      if (timeoutMs !== undefined) {
        timer = setTimeout(() => {
          waiter.reject(new FanwireError(ErrorCode.Timeout, `not ${what} within ${timeoutMs / 1000} s`, true));
        }, timeoutMs);
      }
      this.#waiting.add(waiter);
    });
  }

  resolve(): void {
    for (const waiter of [...this.#waiting]) waiter.resolve();
  }

  reject(error: FanwireError): void {
    for (const waiter of [...this.#waiting]) waiter.reject(error);
  }
}
