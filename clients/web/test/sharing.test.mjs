// Tabs of one browser that share a connection.

import assert from 'node:assert/strict';
import test from 'node:test';

import { publish } from './support/api.mjs';
import { certificate, openBrowser, openPage, servePage, shown, sleep, untilShown, untilSubscribed } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

const CHANNEL = 'news:sport';
const TABS = 8; // two more than a browser has connections over HTTP/1.1

for (const [name, options, tls, connections, without] of [
  ['a shared worker over plain HTTP', {}, false, 1, []],
  ['a leading tab over plain HTTP, where there is no shared worker', {}, false, 1, ['worker.js']],
  ['TLS and HTTP/2, each with a connection of its own', { sharing: false }, true, TABS, []],
]) {
  test(`eight tabs by ${name}`, async (t) => {
    const origin = await servePage(t, { without });
    const server = await startServer(t, { allowedOrigins: [origin], tls: tls && (await certificate(t)) });
    const browser = await openBrowser(t);
    const pages = await Promise.all(Array.from({ length: TABS }, () => openPage(browser, origin, server, CHANNEL, options)));
    await Promise.all(pages.map(untilSubscribed));
    await server.untilConnections(connections);

    await publish(server, CHANNEL, 'from outside');
    // Each tab can send as well.
    await Promise.all(pages.map((page, n) => page.evaluate((n) => window.sub.publish(`from tab ${n}`).then(() => {}), n)));
    const texts = ['from outside', ...pages.map((_, n) => `from tab ${n}`)];
    for (const page of pages) {
      await Promise.all(texts.map((text) => untilShown(page, text)));
      assert.equal((await shown(page)).length, texts.length, 'each is shown once');
    }

    // The first tab may lead the others: they go on without it.
    const [first, ...rest] = pages;
    await first.close();
    await publish(server, CHANNEL, 'afterwards');
    for (const page of rest) {
      await untilShown(page, 'afterwards');
      assert.equal((await shown(page)).length, texts.length + 1, 'nothing is shown twice');
    }
    await Promise.all(rest.map((page) => page.close()));
    await server.untilConnections(0);
  });
}

test('six tabs without sharing use up the connections of plain HTTP, and the error says so', async (t) => {
  const origin = await servePage(t);
  const server = await startServer(t, { allowedOrigins: [origin] });
  const browser = await openBrowser(t);
  const options = { sharing: false, acceptTimeout: 500 };
  const pages = [];
  for (let n = 0; n < 6; n++) pages.push(await openPage(browser, origin, server, CHANNEL, options));
  await server.untilConnections(6);
  await pages[5].locator('#errors').filter({ hasText: /not accepted .*six connections.*TLS.*HTTP\/2.*sharing/ }).waitFor();
});

test('a tab that sleeps for long is not waited for, and catches up when it wakes', async (t) => {
  const origin = await servePage(t);
  const client = { ping_interval: '1s', pong_timeout: '500ms' };
  const server = await startServer(t, { allowedOrigins: [origin], client });
  const browser = await openBrowser(t);
  const awake = await openPage(browser, origin, server, 'news:awake');
  const asleep = await openPage(browser, origin, server, 'news:asleep');
  await Promise.all([awake, asleep].map(untilSubscribed));
  const wake = await sleep(asleep);
  await server.untilSubscriptions(1);
  await publish(server, 'news:asleep', 'meanwhile');
  await wake();
  await untilShown(asleep, 'meanwhile');
  await server.untilConnections(1);
});
