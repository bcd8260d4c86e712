import type { PushEvent } from './convert.js';
import type { PbPublication } from './gen/fanwire/client/v1/types.js';
import type { Subscribed } from './types.js';

/** How many events may wait for the application's state, beside those of the reply. */
const MOST_EVENTS = 1_000;

/** What came before the application was ready for it. */
export class Held {
  readonly events: PushEvent[];
  readonly #most: number;
  /** True when some did not find room. */
  overflown = false;

  constructor(
    readonly subscribed: Subscribed,
    publications: PbPublication[],
  ) {
    this.events = publications.map((value) => ({ $case: 'pub', value }));
    this.#most = this.events.length + MOST_EVENTS;
  }

  add(event: PushEvent): void {
    if (this.events.length < this.#most) this.events.push(event);
    else this.overflown = true;
  }
}
