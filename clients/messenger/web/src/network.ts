/** All of this page's requests go through here: they can be cut, as in a tunnel. */
export class Network {
  #offline = false;
  #cut = new AbortController();

  get offline(): boolean {
    return this.#offline;
  }

  set offline(offline: boolean) {
    this.#offline = offline;
    if (offline) {
      this.#cut.abort(new TypeError('the offline switch is on'));
      this.#cut = new AbortController();
    }
    // What the browser says when it notices by itself.
    globalThis.dispatchEvent(new Event(offline ? 'offline' : 'online'));
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    if (this.#offline) throw new TypeError('the offline switch is on');
    const signals = [this.#cut.signal, ...(init.signal ? [init.signal] : [])];
    return fetch(input, { ...init, signal: AbortSignal.any(signals) });
  };
}
