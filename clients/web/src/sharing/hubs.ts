import { Hub } from './hub.js';
import type { Post, ToHub } from './messages.js';

/** The hubs of one worker or leading tab, by key. */
export class Hubs {
  readonly #hubs = new Map<string, Hub>();
  /** Where each session is. */
  readonly #places = new Map<string, string>();

  take(message: ToHub, post: Post): void {
    if (message.kind === 'open') this.#place(message.id, message.opening.key);
    const key = this.#places.get(message.id) ?? '';
    let hub = this.#hubs.get(key);
    if (!hub) this.#hubs.set(key, (hub = new Hub(fetch.bind(globalThis))));
    hub.take(message, post);
  }

  #place(id: string, key: string): void {
    for (const [other, where] of this.#places) {
      if (!this.#hubs.get(where)?.has(other)) this.#places.delete(other);
    }
    this.#places.set(id, key);
  }
}
