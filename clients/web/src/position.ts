import { toOutcome } from './convert.js';
import type { PbSubscribeResult } from './gen/fanwire/client/v1/commands.js';
import type { PbGap } from './gen/fanwire/client/v1/push.js';
import type { PbPublication, PbStreamPosition } from './gen/fanwire/client/v1/types.js';
import type { StreamPosition } from './types.js';

/** Where a subscription is in its channel's history. */
export class Position {
  #since: StreamPosition | undefined;
  /** What is not above has been seen. */
  #seen = 0n;

  constructor(since?: StreamPosition) {
    this.#since = since && { ...since };
  }

  /** Where to recover from. */
  get since(): StreamPosition | undefined {
    return this.#since;
  }

  /** Nothing is recovered next time. */
  forget(): void {
    this.#since = undefined;
  }

  /** Takes a subscribe reply; its publications come by `take`. */
  subscribed(result: PbSubscribeResult): void {
    const { epoch, offset, publications } = result;
    const own = this.#since;
    if (toOutcome(result) === 'RECOVERED' && own) {
      // Only what has come counts: the rest may follow as pushes, and must be
      // asked for again if the connection ends before.
      this.#seen = own.offset;
      const nothing = own.epoch === '' && publications.length === 0;
      this.#since = { epoch, offset: nothing ? offset : own.offset };
    } else {
      this.#seen = offset;
      this.#since = epoch === '' ? undefined : { epoch, offset };
    }
  }

  /** Takes a publication; false when it has been seen. */
  take({ offset }: PbPublication): boolean {
    if (offset === 0n || !this.#since) return true;
    if (offset <= this.#seen) return false;
    this.moveTo({ offset, epoch: this.#since.epoch });
    return true;
  }

  /** The server, or the application's state, is as far as this. */
  moveTo({ offset, epoch }: PbStreamPosition): void {
    this.#seen = offset;
    this.#since = { offset, epoch };
  }

  /** Publications were dropped; those without an offset were in no history. */
  skip({ to, epoch }: PbGap): void {
    if (to > 0n) this.moveTo({ offset: to, epoch });
  }
}
