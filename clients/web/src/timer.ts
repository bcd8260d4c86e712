/** Longest delay that setTimeout takes, milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** One timer that can be set again; delays of any length, unlike setTimeout. */
export class Timer {
  #handle: ReturnType<typeof setTimeout> | undefined;

  set(delayMs: number, then: () => void): void {
    this.clear();
    const delay = Math.min(delayMs, LONGEST);
    this.#handle = setTimeout(() => {
      this.#handle = undefined;
      if (delayMs > delay) this.set(delayMs - delay, then);
      else then();
    }, delay);
  }

  clear(): void {
    clearTimeout(this.#handle);
    this.#handle = undefined;
  }
}

/** Milliseconds after which a token that lives for `ttl` seconds is replaced: early, and not everybody's at once. */
export function refreshDelay(ttl: number): number {
  return ttl * 1000 * (0.8 + 0.1 * Math.random());
}
