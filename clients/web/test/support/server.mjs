// The real server, for tests.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const BINARY = process.env.FANWIRE_BIN ?? path.join(ROOT, 'target/debug/fanwire');
// Variables of this name would configure the server.
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FANWIRE_')));

const HISTORY = { history_size: 1000, history_ttl: '1h' };
const NAMESPACES = [
  { name: 'news', ...HISTORY, history_size: 5000, allow_recovery: true, history_durability: 'sync' },
  { name: 'short', ...HISTORY, history_size: 3, allow_recovery: true, history_durability: 'memory' },
  { name: 'state', ...HISTORY, force_recovery: true, force_recovery_mode: 'cache', history_durability: 'memory' },
  { name: 'plain' },
];

/** Starts a server that ends with the test `t`; resolves once it is ready. */
export async function startServer(t, options = {}) {
  const server = new Server(await mkdtemp(path.join(tmpdir(), 'fanwire-client-')), options);
  t.after(() => server.remove());
  await server.start();
  return server;
}

class Server {
  #folder;
  #options;
  #child;
  #exited;
  #ports = { client: '127.0.0.1:0', api: '127.0.0.1:0' };

  constructor(folder, options) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Where clients connect, as an URL. */
  get url() {
    return `${this.#options.tls ? 'https' : 'http'}://${this.#ports.client}`;
  }

  /** Address of the server API. */
  get api() {
    return this.#ports.api;
  }

  /** Address of the client listener. */
  get address() {
    return this.#ports.client;
  }

  /** Starts it, at the addresses that it had before. */
  async start() {
    const file = path.join(this.#folder, 'fanwire.json');
    await writeFile(file, JSON.stringify(this.#config()));
    const insecure = this.#options.secure ? [] : ['--insecure'];
    this.#child = spawn(BINARY, ['serve', ...insecure, '--ready-json', '--config', file], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: ENVIRONMENT,
    });
    this.#exited = once(this.#child, 'exit');
    for await (const line of createInterface(this.#child.stdout)) {
      this.#child.stdout.resume(); // what comes later is of no interest, but must not fill the pipe
      const ready = JSON.parse(line);
      if (ready.event !== 'ready') continue;
      this.#ports = { client: ready.client, api: ready.api };
      return;
    }
    throw new Error('the server ended before it was ready');
  }

  /** Ends it at once, as a crash does, or with a signal of your choice. */
  async stop(signal = 'SIGKILL') {
    this.#child.kill(signal);
    await this.#exited;
  }

  async remove() {
    await this.stop();
    await rm(this.#folder, { recursive: true });
  }

  /** Resolves once it has `count` open sessions. */
  async untilConnections(count) {
    while ((await this.#gauge('connections')) !== count) await pause(10);
  }

  /** Resolves once it has `count` active subscriptions. */
  async untilSubscriptions(count) {
    while ((await this.#gauge('subscriptions')) !== count) await pause(10);
  }

  async #gauge(name) {
    const text = await (await fetch(`http://${this.api}/metrics`)).text();
    const values = [...text.matchAll(new RegExp(`^fanwire_${name}(?:\\{.*\\})? (\\d+)$`, 'gm'))];
    if (values.length === 0) throw new Error(`/metrics has no fanwire_${name}`);
    return values.reduce((sum, [, value]) => sum + Number(value), 0);
  }

  #config() {
    const { allowedOrigins = [], tls, client = {}, namespaces = NAMESPACES, shutdown = {}, channel = {} } = this.#options;
    const listen = { address: this.#ports.client };
    if (tls) listen.tls = { enabled: true, cert_pem_file: tls.cert, key_pem_file: tls.key };
    return {
      log: { level: 'error' },
      client: { allowed_origins: allowedOrigins, ...client },
      listen: { client: listen, api: { address: this.#ports.api } },
      engine: { type: 'embedded', embedded: { path: path.join(this.#folder, 'fanwire.redb') } },
      channel: { namespaces, ...channel },
      shutdown,
    };
  }
}
