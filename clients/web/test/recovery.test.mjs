// Connections that end, and what comes after.

import assert from 'node:assert/strict';
import test from 'node:test';

import { publish } from './support/api.mjs';
import { connected, listen, newClient, subscribed } from './support/client.mjs';
import { startProxy } from './support/proxy.mjs';
import { startServer } from './support/server.mjs';

/** Counts calls of each method. */
function countCalls() {
  const counts = { Listen: 0, Send: 0 };
  const counting = (url, init) => {
    counts[String(url).split('/').at(-1)]++;
    return fetch(url, init);
  };
  return [counts, counting];
}

test('the server is killed: nothing is missing or doubled, and few requests bring all subscriptions back', async (t) => {
  const server = await startServer(t);
  const [counts, counting] = countCalls();
  const client = await connected(t, server, { fetch: counting });
  const subs = await Promise.all(
    Array.from({ length: 100 }, (_, n) => subscribed(client, `news:${n}`, { recoverable: true })),
  );
  assert.ok(counts.Send <= 3, `${counts.Send} requests for 100 subscriptions`);
  await publish(server, 'news:7', 'before');
  await subs[7].log.until('publication');
  await server.stop();
  await subs[99].log.until('subscribing', 2);

  // The client cannot be there first: it is told of the server by its own attempts only.
  const other = newClient(t, server);
  await server.start();
  other.connect();
  await publish(server, 'news:7', 'afterwards');
  const sends = counts.Send;
  await Promise.all(subs.map(({ log }) => log.until('subscribed', 2)));
  await publish(server, 'news:7', 'live');
  await subs[7].log.until('publication', 3);
  assert.deepEqual(subs[7].log.texts, ['before', 'afterwards', 'live']);
  for (const { log } of subs) assert.equal(log.all('subscribed')[1].outcome, 'RECOVERED');
  assert.ok(counts.Send - sends <= 3, `${counts.Send - sends} requests to subscribe again`);
});

test('the server\'s advice when to come back is followed', async (t) => {
  const server = await startServer(t, { shutdown: { reconnect_spread: '50ms' } });
  // By its own back-off it would come long after the test.
  const client = await connected(t, server, { minReconnectDelay: 3_600_000, maxReconnectDelay: 3_600_000 });
  const log = listen(client);
  await server.stop('SIGTERM');
  const [{ code }] = await log.until('connecting');
  assert.equal(code, 3001);
  await log.until('error'); // nobody is there: it has tried
});

for (const [outcome, channel, lose] of [
  ['TRIMMED', 'short:a', async (server) => {
    for (let n = 0; n < 10; n++) await publish(server, 'short:a', `missed ${n}`);
  }],
  ['EPOCH_CHANGED', 'short:a', async (server) => {
    await server.stop();
    await server.start();
  }],
  ['LIMIT_EXCEEDED', 'news:a', async (server) => {
    for (let n = 0; n < 6; n++) await publish(server, 'news:a', `missed ${n}`);
  }],
]) {
  test(`an app is told ${outcome}, and live publications go on`, async (t) => {
    const server = await startServer(t, { client: { recovery_max_publication_limit: 5 } });
    const client = await connected(t, server);
    const { sub, log } = await subscribed(client, channel, { recoverable: true });
    await sub.publish('seen');
    await log.until('publication');
    client.disconnect();
    await lose(server);
    client.connect();
    await sub.ready();
    const told = log.all('subscribed')[1];
    assert.deepEqual([told.wasRecovering, told.recovered, told.outcome], [true, false, outcome]);
    await publish(server, channel, 'live');
    await log.until('publication', 2);
    assert.deepEqual(log.texts, ['seen', 'live']);
  });
}

test('in cache mode the newest publication is what a client gets', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const { sub, log } = await subscribed(client, 'state:a');
  client.disconnect();
  for (const text of ['old', 'new']) await publish(server, 'state:a', text);
  client.connect();
  await sub.ready();
  assert.deepEqual(log.texts, ['new']);
  await sub.publish('newer');
  await log.until('publication', 2);
  assert.deepEqual(log.texts, ['new', 'newer']);
});

test('more than fits into one reply is recovered, in order', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const { sub, log } = await subscribed(client, 'news:big', { recoverable: true });
  client.disconnect();
  const big = 'x'.repeat(50_000);
  for (let n = 0; n < 40; n++) await publish(server, 'news:big', `${n} ${big}`);
  client.connect();
  await log.until('publication', 40);
  await sub.publish('live');
  await log.until('publication', 41);
  assert.deepEqual(log.texts.map((text) => text.split(' ')[0]), [...Array(40).keys(), 'live'].map(String));
});

test('a connection that is cut again and again loses nothing', async (t) => {
  const server = await startServer(t);
  const proxy = await startProxy(t, server);
  const client = await connected(t, proxy);
  const { log } = await subscribed(client, 'news:sport', { recoverable: true });
  const expected = [];
  for (let n = 0; n < 30; n++) {
    expected.push(String(n));
    await publish(server, 'news:sport', String(n));
    if (n % 3 === 0) proxy.cut();
  }
  await log.until('publication', expected.length);
  assert.deepEqual(log.texts, expected);
});

test('a connection that has gone silent is given up, and its session is closed at once', async (t) => {
  const server = await startServer(t, { client: { ping_interval: '1s', pong_timeout: '500ms' } });
  const proxy = await startProxy(t, server);
  const client = await connected(t, proxy, { maxPingDelay: 500 });
  const clientLog = listen(client);
  const { log } = await subscribed(client, 'news:sport', { recoverable: true });
  proxy.stall();
  await publish(server, 'news:sport', 'unheard');
  await log.until('publication');
  assert.equal(clientLog.all('connecting')[0].code, 2);
  assert.equal(log.all('subscribed')[1].outcome, 'RECOVERED');
  // The proxy holds the old stream open: only previous_session can have closed it.
  await server.untilConnections(1);
});
