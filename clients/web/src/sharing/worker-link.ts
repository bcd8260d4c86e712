import { VERSION } from '../version.js';
import { Link } from './link.js';
import { Hubs } from './hubs.js';
import type { FromHub, ToHub } from './messages.js';

/** How long a worker may take to start, milliseconds. */
const START = 6_000;

/** What a worker sends: first its version, then messages for sessions. */
type FromWorker = { version: string } | { id: string; message: FromHub };

/** The way to a hub in a shared worker. */
class WorkerLink extends Link {
  constructor(private readonly port: MessagePort) {
    super();
    port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ('id' in data) this.deliver(data.id, data.message);
    };
  }

  override post(message: ToHub): void {
    this.port.postMessage(message);
  }
}

/** Resolves with undefined when there is no such worker, or it is of another version. */
export function workerLink(start: () => SharedWorker): Promise<Link | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), START);
    const settle = (link: Link | undefined) => {
      clearTimeout(timer);
      resolve(link);
    };
    try {
      const worker = start();
      worker.onerror = () => settle(undefined);
      worker.port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        settle('version' in data && data.version === VERSION ? new WorkerLink(worker.port) : undefined);
      };
    } catch {
      settle(undefined);
    }
  });
}

/** Makes a worker's scope the hub of all tabs. */
export function serveTabs(scope: { onconnect: ((event: MessageEvent) => void) | null }): void {
  const hubs = new Hubs();
  scope.onconnect = ({ ports: [port] }) => {
    port!.onmessage = ({ data }: MessageEvent<ToHub>) => {
      hubs.take(data, (message) => port!.postMessage({ id: data.id, message }));
    };
    port!.postMessage({ version: VERSION });
  };
}
