type Listener<T> = (event: T) => void;

/** Typed events: names are the keys of E, payloads its values. */
export class Emitter<E> {
  readonly #listeners = new Map<keyof E, Set<Listener<never>>>();

  /** Calls `listener` for each such event; the result takes it off again. */
  on<K extends keyof E>(event: K, listener: Listener<E[K]>): () => void {
    let listeners = this.#listeners.get(event);
    if (!listeners) this.#listeners.set(event, (listeners = new Set()));
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** @internal */
  emit<K extends keyof E>(event: K, payload: E[K]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        (listener as Listener<E[K]>)(payload);
      } catch (error) {
        // A listener's fault is reported as such, and is not the client's.
        setTimeout(() => {
          throw error;
        });
      }
    }
  }
}
