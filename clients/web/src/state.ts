import type { Backoff } from './backoff.js';
import { ErrorCode, FanwireError, reason } from './errors.js';
import { Timer } from './timer.js';
import type { GetState, StateContext, StreamPosition, Subscribed } from './types.js';

/** What a loader tells. */
export interface StateEvents {
  /** The state is there, as of this position if the application gave one. */
  loaded(at: StreamPosition | undefined): void;
  failed(error: FanwireError): void;
}

/** Calls getState when the application's state is not there, or can't be continued. */
export class StateLoader {
  readonly #retry = new Timer();
  /** Of the call; an earlier one's result is void. */
  #run = 0;
  #loading = false;
  #needed = false;
  /** False until the first state was loaded after a failed recovery. */
  #fresh = true;

  constructor(
    private readonly channel: string,
    private readonly getState: GetState,
    private readonly backoff: Backoff,
    private readonly events: StateEvents,
  ) {}

  /** True when the subscription must wait for the state. */
  holds({ recovered, outcome, position }: Subscribed): boolean {
    if (!recovered) this.#needed = true;
    if (!this.#needed) {
      this.#fresh = true;
      this.backoff.reset();
      return false;
    }
    // A state that is being loaded is good as long as nothing was missed since.
    if (this.#loading && recovered) return true;
    const context = { channel: this.channel, position, outcome };
    // A state that could not be continued right after it was loaded: no hurry.
    if (this.#fresh) void this.#load(context);
    else this.#later(context);
    return true;
  }

  /** The state that the application has is of no use. */
  reset(): void {
    this.cancel();
    this.#needed = true;
  }

  /** Nobody waits for the state any more. */
  cancel(): void {
    this.#run++;
    this.#loading = false;
    this.#retry.clear();
  }

  async #load(context: StateContext): Promise<void> {
    this.cancel();
    const run = this.#run;
    this.#loading = true;
    this.#fresh = false;
    try {
      const at = await this.getState(context);
      if (run !== this.#run) return;
      this.#loading = false;
      this.#needed = false;
      this.events.loaded(at ?? undefined);
    } catch (error) {
      if (run !== this.#run) return;
      const message = `getState for ${this.channel} failed: ${reason(error)}`;
      this.#later(context);
      this.events.failed(new FanwireError(ErrorCode.State, message, true, error));
    }
  }

  #later(context: StateContext): void {
    this.cancel();
    this.#loading = true;
    this.#retry.set(this.backoff.next(), () => void this.#load(context));
  }
}

