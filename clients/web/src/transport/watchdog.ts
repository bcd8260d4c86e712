/** How often to look, milliseconds: a timer may stand still while a machine sleeps, the wall clock does not. */
const LOOK_EVERY = 5_000;
/** A look that is later than this was held up, and so may be what has arrived. */
const HELD_UP = 1_000;

/** Notices that nothing arrives any more. Arrivals count, not timers: hidden tabs run timers late. */
export class Watchdog {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #arrived = 0;
  #limit = 0;

  constructor(private readonly silent: () => void) {}

  /** `limit`: milliseconds without a sign of life; 0 for any. */
  start(limit: number): void {
    this.stop();
    this.#limit = limit;
    this.touch();
    if (limit > 0) this.#look(Math.min(LOOK_EVERY, limit));
  }

  /** Something arrived. */
  touch(): void {
    this.#arrived = Date.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(delay: number): void {
    const due = Date.now() + delay;
    this.#timer = setTimeout(() => {
      const now = Date.now();
      const left = this.#arrived + this.#limit - now;
      if (left > 0) this.#look(Math.min(LOOK_EVERY, left));
      // After a sleep or a freeze, what has arrived meanwhile comes first.
      else if (now - due > HELD_UP) this.#look(HELD_UP);
      else this.silent();
    }, delay);
  }
}
