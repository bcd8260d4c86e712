import type { FromHub, ToHub } from './messages.js';

/** A tab's session, seen from its link. */
export interface Receiver {
  take(message: FromHub): void;
  /** There is a hub now, or another than before. */
  reset(): void;
}

/** A tab's way to the hub. */
export abstract class Link {
  protected readonly receivers = new Map<string, Receiver>();

  abstract post(message: ToHub): void;

  attach(id: string, receiver: Receiver): void {
    this.receivers.set(id, receiver);
  }

  detach(id: string): void {
    this.receivers.delete(id);
  }

  protected deliver(id: string, message: FromHub): void {
    this.receivers.get(id)?.take(message);
  }
}
