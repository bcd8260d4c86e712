import { toText, toBytes } from '../data.js';
import { subject } from '../token.js';
import { DirectSession } from '../transport/direct.js';
import type { OpenSession, Session, Timing } from '../transport/session.js';
import type { Options } from '../types.js';
import { LeaderLink } from './leader-link.js';
import type { Link } from './link.js';
import { SharedSession } from './shared-session.js';
import { workerLink } from './worker-link.js';

/** This page's way to the hub, by the worker's address. */
const links = new Map<string, Promise<Link | undefined>>();

/** How sessions are opened: of their own, or shared with the other tabs. */
export function openSession(url: string, options: Options, timing: Timing): (token: string) => OpenSession {
  const direct: OpenSession = (request, handler) => {
    // Unbound, fetch throws "Illegal invocation" in browsers.
    const endpoint = { url, fetch: options.fetch ?? fetch.bind(globalThis) };
    return new DirectSession(endpoint, timing, request, handler);
  };
  const { sharing = true } = options;
  if (!sharing || options.fetch || !canShare()) return () => direct;
  const worker = sharing === true ? undefined : String(sharing.worker);
  return (token) => (request, handler) => {
    const key = sharingKey(url, options, token);
    return new EventualSession(
      link(worker).then((found) => () => {
        if (!found) return direct(request, handler);
        return new SharedSession(found, { key, url, timing, request }, handler);
      }),
    );
  };
}

/** True where there may be other tabs, and a way to them. */
function canShare(): boolean {
  return typeof SharedWorker === 'function' || locks() !== undefined;
}

/** Only a page has tabs beside it; and only in secure contexts it has locks. */
function locks(): LockManager | undefined {
  return typeof document === 'object' && typeof BroadcastChannel === 'function' ? navigator.locks : undefined;
}

/** Tabs share a connection when all this is the same: never that of another user. */
function sharingKey(url: string, options: Options, token: string): string {
  const { data, name, version, headers } = options;
  return JSON.stringify([url, subject(token), toText(toBytes(data)), name, version, headers]);
}

function link(worker: string | undefined): Promise<Link | undefined> {
  const key = worker ?? '';
  let found = links.get(key);
  if (!found) links.set(key, (found = findLink(worker)));
  return found;
}

async function findLink(worker: string | undefined): Promise<Link | undefined> {
  if (typeof SharedWorker === 'function') {
    const shared = await workerLink(() =>
      worker === undefined
        ? // In this form bundlers see that the worker belongs to the package.
          new SharedWorker(new URL('./worker.js', import.meta.url), { type: 'module' })
        : new SharedWorker(worker, { type: 'module' }),
    );
    if (shared) return shared;
  }
  const manager = locks();
  return manager && new LeaderLink(manager);
}

/** A session that opens as soon as it is known how. */
class EventualSession implements Session {
  #session: Session | undefined;
  #closed = false;

  constructor(open: Promise<() => Session>) {
    void open.then((now) => {
      if (!this.#closed) this.#session = now();
    });
  }

  send(command: Parameters<Session['send']>[0]): void {
    this.#session?.send(command);
  }

  close(): void {
    this.#closed = true;
    this.#session?.close();
  }
}
