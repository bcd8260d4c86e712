// The real servers: `fanwire dev`, and the messenger's backend.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));
const BINARY = process.env.FANWIRE_BIN ?? path.join(ROOT, 'target/debug/fanwire');
const PYTHON = process.env.PYTHON ?? 'python3';
// Variables of this name would configure the server.
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FANWIRE_')));

/** `fanwire dev` in a folder of its own, for the time of the test. */
export async function startDev(t, options = []) {
  const dev = new Dev(await temporaryFolder(t), options);
  t.after(() => dev.kill());
  await dev.start();
  return dev;
}

/** The same, with the messenger's backend. `env` is the backend's, `options` are the server's. */
export async function startMessenger(t, env = {}, options = []) {
  const port = await freePort();
  const dev = await startDev(t, ['--backend', `http://127.0.0.1:${port}`, ...options]);
  const settings = {
    ...ENVIRONMENT, ...env,
    FANWIRE_API_URL: `http://${dev.api}`,
    PAGE_ORIGINS: dev.url,
    PYTHONPATH: [path.join(ROOT, 'clients/messenger/backend'), path.join(ROOT, 'clients/python')].join(':'),
  };
  const python = (module, ...args) => spawn(PYTHON, ['-m', module, ...args], { cwd: dev.folder, env: settings, stdio: ['ignore', 'pipe', 'inherit'] });
  const backend = python('messenger', '--port', String(port), '--ready-json');
  const exited = once(backend, 'exit');
  t.after(async () => {
    backend.kill('SIGKILL');
    await exited;
  });
  await ready(backend);
  /** Puts a user out, as an operator does. */
  dev.revoke = async (name) => {
    const child = python('messenger.revoke', name);
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`revoke ended with ${code}`);
  };
  return dev;
}

class Dev {
  client = '127.0.0.1:0';
  api = '127.0.0.1:0';
  page = '127.0.0.1:0';
  #child;

  constructor(folder, options) {
    this.folder = folder;
    this.options = options;
  }

  /** Where the page is. */
  get url() {
    return `http://${this.page}`;
  }

  /** Starts it; once more on the same ports and with the same store. */
  async start() {
    const options = [
      'dev', '--ready-json', '--log-level', 'error', '--page-address', this.page,
      '--set', `listen.client.address=${this.client}`, '--set', `listen.api.address=${this.api}`, ...this.options,
    ];
    this.#child = spawn(BINARY, options, { cwd: this.folder, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'inherit'] });
    Object.assign(this, await ready(this.#child));
  }

  /** What a crash does. */
  async kill() {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

async function ready(child) {
  for await (const line of createInterface(child.stdout)) {
    child.stdout.resume(); // what comes later is of no interest, but must not fill the pipe
    const { event, ...addresses } = JSON.parse(line);
    if (event === 'ready') return addresses;
  }
  throw new Error('it ended before it was ready');
}

export async function temporaryFolder(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fanwire-messenger-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
