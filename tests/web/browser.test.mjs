// One page in a real browser: pushes arrive one by one.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';

import { chromium } from 'playwright-core';

import { publish, startServer, untilConnections } from './server.mjs';

const CHANNEL = 'news:sport';
const TYPES = { '.html': 'text/html', '.mjs': 'text/javascript' };

/** Serves page/ from an origin of its own. */
async function servePage(t) {
  const server = http.createServer(async (request, response) => {
    const name = path.basename(new URL(request.url, 'http://page').pathname) || 'index.html';
    try {
      const body = await readFile(new URL(`page/${name}`, import.meta.url));
      response.writeHead(200, { 'content-type': TYPES[path.extname(name)] }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

async function openBrowser(t) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--no-proxy-server',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
  t.after(() => browser.close());
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultTimeout(20_000);
  return context;
}

async function certificate(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fanwire-cert-'));
  t.after(() => rm(folder, { recursive: true }));
  const [cert, key] = ['cert.pem', 'key.pem'].map((name) => path.join(folder, name));
  await promisify(execFile)('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert,
  ]);
  return { cert, key };
}

/** Protocol (such as "h2") of the page's Listen, as the browser says. */
async function listenProtocol(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  return new Promise((resolve) => {
    session.on('Network.responseReceived', ({ response }) => {
      if (response.url.endsWith('/Listen')) resolve(response.protocol);
    });
  });
}

for (const [name, tls, protocol] of [
  ['plain HTTP/1.1', false, 'http/1.1'],
  ['TLS and HTTP/2', true, 'h2'],
]) {
  test(`a page gets pushes one by one over ${name}`, async (t) => {
    const origin = await servePage(t);
    const options = { allowedOrigins: [origin], tls: tls && (await certificate(t)) };
    const server = await startServer(t, options);
    const page = await (await openBrowser(t)).newPage();
    const spoken = listenProtocol(page);
    const query = new URLSearchParams({ server: `${tls ? 'https' : 'http'}://${server.client}`, channel: CHANNEL });
    await page.goto(`${origin}/?${query}`);
    await page.getByText('subscribed', { exact: true }).waitFor();
    assert.equal(await spoken, protocol);

    // Each is published only after the one before is shown: anything on the
    // way that waits for more before it passes a message on would stop here.
    const shown = [];
    for (const text of ['one', 'two', 'three', 'four', 'five']) {
      await publish(server, CHANNEL, text);
      shown.push(text);
      await page.getByText(text, { exact: true }).waitFor();
      assert.deepEqual(await page.getByRole('listitem').allTextContents(), shown);
    }
    await untilConnections(server, 1);
    await page.close();
    await untilConnections(server, 0);
  });
}
