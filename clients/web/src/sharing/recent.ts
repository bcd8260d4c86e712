import type { PbPublication, PbStreamPosition } from '../gen/fanwire/client/v1/types.js';

/** How much to remember for tabs that come later. */
const MOST = 256;
const MOST_BYTES = 256 * 1024;

/** A channel's newest publications: what a tab recovers without asking the server. */
export class Recent {
  #publications: PbPublication[] = [];
  #bytes = 0;

  /** All from after `from` up to `to` are here. */
  constructor(
    private from: bigint,
    private to: PbStreamPosition,
  ) {}

  get position(): PbStreamPosition {
    return this.to;
  }

  add(publication: PbPublication): void {
    if (publication.offset === 0n) return;
    this.to = { ...this.to, offset: publication.offset };
    this.#publications.push(publication);
    this.#bytes += publication.data.length;
    while (this.#publications.length > MOST || this.#bytes > MOST_BYTES) {
      const dropped = this.#publications.shift()!;
      this.#bytes -= dropped.data.length;
      this.from = dropped.offset;
    }
  }

  /** The filter kept back what is up to here. */
  moveTo(position: PbStreamPosition): void {
    this.to = position;
  }

  /** What comes after is all there is. */
  restart(position: PbStreamPosition): void {
    this.#publications = [];
    this.#bytes = 0;
    this.from = position.offset;
    this.to = position;
  }

  /** What follows `offset`; undefined when some of it is not here. */
  since(offset: bigint): PbPublication[] | undefined {
    if (offset < this.from || offset > this.to.offset) return undefined;
    return this.#publications.filter((publication) => publication.offset > offset);
  }
}
