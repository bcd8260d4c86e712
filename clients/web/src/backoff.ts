/** Exponential back-off with full jitter: clients that fail together do not come back together. */
export class Backoff {
  #attempt = 0;

  /** Milliseconds. */
  constructor(
    readonly min: number,
    readonly max: number,
  ) {}

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const ceiling = Math.min(this.max, this.min * 2 ** this.#attempt);
    if (ceiling < this.max) this.#attempt++;
    return Math.random() * ceiling;
  }

  reset(): void {
    this.#attempt = 0;
  }
}
