import { VERSION } from '../version.js';
import { Hubs } from './hubs.js';
import { Link } from './link.js';
import { type FromHub, type ToHub, randomId } from './messages.js';

type Broadcast =
  | { kind: 'leader'; leader: string }
  | { kind: 'who' }
  | { kind: 'up'; to: string; from: string; message: ToHub }
  | { kind: 'down'; to: string; id: string; message: FromHub };

/** Where there are no shared workers: one tab, chosen by a Web Lock, has the hub of all. */
export class LeaderLink extends Link {
  readonly #me = randomId();
  readonly #channel: BroadcastChannel;
  #leader = '';
  #hubs: Hubs | undefined;

  constructor(locks: LockManager) {
    super();
    const name = `fanwire-client ${VERSION}`;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }: MessageEvent<Broadcast>) => this.#take(data);
    this.#tell({ kind: 'who' });
    // Held as long as the page lives.
    void locks.request(name, () => {
      this.#hubs = new Hubs();
      this.#tell({ kind: 'leader', leader: this.#me });
      this.#follow(this.#me);
      return new Promise<never>(() => {});
    });
  }

  override post(message: ToHub): void {
    if (this.#hubs) queueMicrotask(() => this.#hubs!.take(message, (answer) => this.#later(message.id, answer)));
    else this.#tell({ kind: 'up', to: this.#leader, from: this.#me, message });
  }

  #take(broadcast: Broadcast): void {
    if (broadcast.kind === 'leader') return this.#follow(broadcast.leader);
    if (broadcast.kind === 'who') return this.#hubs && this.#tell({ kind: 'leader', leader: this.#me });
    if (broadcast.to !== this.#me) return;
    if (broadcast.kind === 'down') return this.deliver(broadcast.id, broadcast.message);
    const { from, message } = broadcast;
    this.#hubs?.take(message, (answer) => this.#tell({ kind: 'down', to: from, id: message.id, message: answer }));
  }

  #follow(leader: string): void {
    if (leader === this.#leader) return;
    this.#leader = leader;
    for (const receiver of [...this.receivers.values()]) receiver.reset();
  }

  #later(id: string, message: FromHub): void {
    queueMicrotask(() => this.deliver(id, message));
  }

  #tell(broadcast: Broadcast): void {
    this.#channel.postMessage(broadcast);
  }
}
