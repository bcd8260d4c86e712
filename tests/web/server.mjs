// The real server, for tests.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http2 from 'node:http2';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { encode, frame } from './page/protobuf.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BINARY = process.env.FANWIRE_BIN ?? path.join(ROOT, 'target/debug/fanwire');
// Variables of this name would configure the server.
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FANWIRE_')));

/** Starts a server that ends with the test `t`; resolves once it is ready. */
export async function startServer(t, { allowedOrigins = [], tls } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fanwire-web-'));
  const file = path.join(folder, 'fanwire.json');
  const client = { address: '127.0.0.1:0' };
  if (tls) client.tls = { enabled: true, cert_pem_file: tls.cert, key_pem_file: tls.key };
  await writeFile(file, JSON.stringify({
    log: { level: 'error' },
    client: { allowed_origins: allowedOrigins },
    listen: { client, api: { address: '127.0.0.1:0' } },
    engine: { type: 'memory' },
    channel: {
      namespaces: [{ name: 'news', history_size: 100, history_ttl: '1h', allow_recovery: true, history_durability: 'memory' }],
    },
  }));
  const options = { stdio: ['ignore', 'pipe', 'inherit'], env: ENVIRONMENT };
  const child = spawn(BINARY, ['serve', '--insecure', '--ready-json', '--config', file], options);
  const exited = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true });
  });
  for await (const line of createInterface(child.stdout)) {
    child.stdout.resume(); // what comes later is of no interest, but must not fill the pipe
    const ready = JSON.parse(line);
    if (ready.event === 'ready') return ready;
  }
  throw new Error('the server ended before it was ready');
}

/** Publishes through the server API. */
export async function publish(server, channel, data) {
  const connection = http2.connect(`http://${server.api}`);
  try {
    const call = connection.request({
      ':method': 'POST',
      ':path': '/fanwire.api.v1.ApiService/Publish',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status;
    const take = (headers) => (status = headers['grpc-status'] ?? status);
    call.on('response', take).on('trailers', take);
    call.end(frame(encode([1, channel], [2, data])));
    call.resume();
    await once(call, 'close');
    if (status !== '0') throw new Error(`publish answered status ${status}`);
  } finally {
    connection.close();
  }
}

/** Open client sessions, as /metrics tells. */
async function connections(server) {
  const text = await (await fetch(`http://${server.api}/metrics`)).text();
  const values = [...text.matchAll(/^fanwire_connections(?:\{.*\})? (\d+)$/gm)];
  if (values.length === 0) throw new Error('/metrics has no fanwire_connections');
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}

/** Resolves once the server has `count` open sessions. */
export async function untilConnections(server, count) {
  while ((await connections(server)) !== count) await pause(10);
}
