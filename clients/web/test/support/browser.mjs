// Debian's Chromium, and pages that use the built package.

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { chromium } from 'playwright-core';

const TYPES = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript' };
const FOLDERS = ['../page/', '../../dist/'].map((folder) => new URL(folder, import.meta.url));

/** Serves the test's page and the package from an origin of their own. */
export async function servePage(t, { without = [] } = {}) {
  const server = http.createServer(async (request, response) => {
    const name = path.basename(new URL(request.url, 'http://page').pathname) || 'index.html';
    for (const folder of without.includes(name) ? [] : FOLDERS) {
      try {
        const body = await readFile(new URL(name, folder));
        return response.writeHead(200, { 'content-type': TYPES[path.extname(name)] }).end(body);
      } catch {
        continue;
      }
    }
    response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** One browser profile: its pages are the tabs of one user. */
export async function openBrowser(t) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--no-proxy-server',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--ignore-certificate-errors',
    ],
  });
  t.after(() => browser.close());
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultTimeout(20_000);
  return context;
}

/** A tab whose client follows `channel`. */
export async function openPage(context, origin, server, channel, options = {}) {
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  const query = new URLSearchParams({ server: server.url, channel, options: JSON.stringify(options) });
  await page.goto(`${origin}/?${query}`);
  return page;
}

/** Resolves once the page shows that it is subscribed. */
export const untilSubscribed = (page) => page.locator('#state', { hasText: /^subscribed$/ }).waitFor();

/** Resolves once the page shows this publication. */
export const untilShown = (page, text) => page.getByText(text, { exact: true }).waitFor();

/** What the page shows. */
export const shown = (page) => page.getByRole('listitem').allTextContents();

/** Stops the page's scripts, as sleep does; the result lets them go on. */
export async function sleep(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Debugger.enable');
  await devtools.send('Debugger.pause');
  return () => devtools.send('Debugger.disable');
}

/** A certificate for 127.0.0.1. */
export async function certificate(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fanwire-cert-'));
  t.after(() => rm(folder, { recursive: true }));
  const [cert, key] = ['cert.pem', 'key.pem'].map((name) => path.join(folder, name));
  await promisify(execFile)('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert,
  ]);
  return { cert, key };
}
