// The client in Chromium.

import assert from 'node:assert/strict';
import test from 'node:test';

import { publish } from './support/api.mjs';
import { openBrowser, openPage, servePage, shown, sleep, untilShown, untilSubscribed } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

const CHANNEL = 'news:sport';

/** A page with a connection of its own. */
async function open(t, options = {}) {
  const origin = await servePage(t);
  const server = await startServer(t, { allowedOrigins: [origin], ...options });
  const browser = await openBrowser(t);
  const page = await openPage(browser, origin, server, CHANNEL, { sharing: false });
  await untilSubscribed(page);
  return { browser, server, page };
}

const state = (page) => page.locator('#state');

test('a page that was offline catches up', async (t) => {
  const { browser, server, page } = await open(t);
  await publish(server, CHANNEL, 'before');
  await untilShown(page, 'before');
  await browser.setOffline(true);
  await state(page).filter({ hasText: 'subscribing' }).waitFor();
  for (const text of ['one', 'two']) await publish(server, CHANNEL, text);
  await browser.setOffline(false);
  await untilSubscribed(page);
  assert.equal(await state(page).getAttribute('data-outcome'), 'RECOVERED');
  await publish(server, CHANNEL, 'live');
  await untilShown(page, 'live');
  assert.deepEqual(await shown(page), ['before', 'one', 'two', 'live']);
});

test('a page that slept while the server restarted catches up', async (t) => {
  const { server, page } = await open(t);
  await publish(server, CHANNEL, 'before');
  await untilShown(page, 'before');
  const wake = await sleep(page);
  await server.stop();
  await server.start();
  await publish(server, CHANNEL, 'meanwhile');
  await wake();
  await untilShown(page, 'meanwhile');
  assert.deepEqual(await shown(page), ['before', 'meanwhile']);
  assert.equal(await state(page).getAttribute('data-outcome'), 'RECOVERED');
});

test('a page that goes away leaves nothing behind', async (t) => {
  const { server, page } = await open(t);
  await server.untilConnections(1);
  await page.evaluate(() => window.client.disconnect());
  await server.untilConnections(0);
  await page.evaluate(() => window.client.connect());
  await untilSubscribed(page);
  await page.goto('about:blank');
  await server.untilConnections(0);
});
