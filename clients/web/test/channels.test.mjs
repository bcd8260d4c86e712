// What the server does with channels: its own subscriptions, presence, joins and leaves, filters, gaps.

import assert from 'node:assert/strict';
import test from 'node:test';

import { toText } from '../dist/fanwire.js';
import { disconnect, publish, subscribe, unsubscribe } from './support/api.mjs';
import { connected, listen, newClient, subscribed } from './support/client.mjs';
import { startProxy } from './support/proxy.mjs';
import { startServer } from './support/server.mjs';
import { SECURE, inSeconds, token } from './support/token.mjs';
import { shareConnections } from './support/worker.mjs';

const HISTORY = { history_size: 1000, history_ttl: '1h' };
const NAMESPACES = [
  { name: 'own', ...HISTORY, force_recovery: true },
  {
    name: 'room', ...HISTORY, force_recovery: true, presence: true, join_leave: true, force_push_join_leave: true,
    allow_subscribe_for_client: true, allow_presence_for_client: true,
  },
  { name: 'tags', ...HISTORY, allow_recovery: true, allow_tags_filter: true, allow_subscribe_for_client: true },
  { name: 'fast', ...HISTORY, force_recovery: true, slow_consumer: 'drop_oldest', allow_subscribe_for_client: true },
];
const GUARDED = { ...SECURE, namespaces: NAMESPACES };

/** Of a connection whose user is subscribed to a channel by the server. */
const ownToken = () => token({ sub: '42', exp: inSeconds(600), channels: ['own:42'] });

for (const shared of [false, true]) {
  test(`subscriptions that the server makes are recovered (${shared ? 'shared' : 'own'} connection)`, async (t) => {
    if (shared) shareConnections(t);
    const server = await startServer(t, GUARDED);
    const options = { token: ownToken(), sharing: shared && { worker: 'channels.js' } };
    const clients = [];
    for (let n = 0; n < 2; n++) {
      const client = newClient(t, server, options);
      const log = listen(client);
      client.connect();
      await log.until('subscribed');
      clients.push({ client, log });
    }
    await server.untilConnections(shared ? 1 : 2);
    await publish(server, 'own:42', 'one');
    for (const { log } of clients) await log.until('publication');
    await server.stop();
    await server.start();
    await publish(server, 'own:42', 'two');
    for (const { log } of clients) {
      const publications = await log.until('publication', 2);
      assert.deepEqual(publications.map(({ channel, data }) => [channel, toText(data)]), [['own:42', 'one'], ['own:42', 'two']]);
      assert.deepEqual(log.all('subscribed').map(({ outcome }) => outcome), ['NOT_REQUESTED', 'RECOVERED']);
      assert.equal(log.all('subscribing').length, 1);
    }
    // Such a channel cannot be had a second time.
    for (const { client } of clients) {
      const sub = client.newSubscription('own:42');
      const subLog = listen(sub);
      sub.subscribe();
      assert.equal((await subLog.until('unsubscribed'))[0].code, 105);
    }
  });

  test(`a backend subscribes and unsubscribes a user (${shared ? 'shared' : 'own'} connection)`, async (t) => {
    if (shared) shareConnections(t);
    const server = await startServer(t, GUARDED);
    const options = { token: token({ sub: '42' }), sharing: shared && { worker: 'control.js' } };
    const clients = [await connected(t, server, options), await connected(t, server, options)];
    const logs = clients.map(listen);
    await subscribe(server, '42', 'own:later');
    await Promise.all(logs.map((log) => log.until('subscribed')));
    await publish(server, 'own:later', 'hello');
    for (const log of logs) {
      await log.until('publication');
      assert.deepEqual(log.texts, ['hello']);
    }
    await unsubscribe(server, '42', 'own:later');
    for (const log of logs) assert.deepEqual((await log.until('unsubscribed'))[0].code, 2000);

    // The client's own subscriptions too: for good, or to subscribe again.
    const subs = await Promise.all(clients.map((client) => subscribed(client, 'room:a')));
    await unsubscribe(server, '42', 'room:a', 2500);
    for (const { log } of subs) {
      await log.until('subscribed', 2);
      assert.equal(log.all('subscribed')[1].outcome, 'RECOVERED');
    }
    await unsubscribe(server, '42', 'room:a');
    for (const { log, sub } of subs) {
      await log.until('unsubscribed');
      assert.equal(sub.state, 'unsubscribed');
    }
  });
}

test('a user who is disconnected for good stays out, one who is sent away for a moment comes back', async (t) => {
  const server = await startServer(t, GUARDED);
  const client = await connected(t, server, { token: token({ sub: '42' }) });
  const log = listen(client);
  await disconnect(server, '42', { code: 4000, afterMs: 1 });
  await log.until('connected');
  assert.equal(log.all('connecting')[0].code, 4000);
  await disconnect(server, '42');
  assert.equal((await log.until('disconnected'))[0].code, 3503);
  assert.equal(client.state, 'disconnected');
});

test('who is there, who comes and who leaves', async (t) => {
  const server = await startServer(t, GUARDED);
  const ada = await connected(t, server, { token: token({ sub: 'ada', info: 'A' }) });
  const { sub, log } = await subscribed(ada, 'room:a');
  const bob = newClient(t, server, { token: token({ sub: 'bob' }) });
  const bobLog = listen(bob);
  bob.connect();
  await bob.ready();
  await subscribed(bob, 'room:a');
  await log.untilTrue(() => log.all('join').some(({ info }) => info.user === 'bob'));
  const { clients, truncated } = await sub.presence();
  assert.deepEqual([...clients.values()].map(({ user }) => user).sort(), ['ada', 'bob']);
  assert.ok(clients.has(bobLog.all('connected')[0].client), 'by connection id');
  assert.equal(truncated, false);
  assert.deepEqual(await sub.presenceStats(), { clients: 2, users: 2 });

  // Bob's connection is lost and comes back: nobody hears of it. Then he leaves.
  await disconnect(server, 'bob', { code: 3000, afterMs: 1 });
  await bobLog.until('connected', 2);
  await bob.getSubscription('room:a').ready();
  bob.disconnect();
  const [{ channel, info }] = await log.until('leave');
  assert.deepEqual([channel, info.user], ['room:a', 'bob']);
  assert.equal(log.all('join').filter(({ info }) => info.user === 'bob').length, 1);
});

test('a filter lets through what matches, and the position goes on', async (t) => {
  const server = await startServer(t, { ...GUARDED, client: { ...SECURE.client, ping_interval: '1s', pong_timeout: '500ms' } });
  const client = await connected(t, server, { token: token({ sub: '42' }) });
  const { sub, log } = await subscribed(client, 'tags:a', {
    recoverable: true,
    tagsFilter: { op: 'and', nodes: [{ key: 'lang', cmp: 'in', vals: ['de', 'en'] }, { op: 'not', nodes: [{ key: 'kind', cmp: 'eq', val: 'ad' }] }] },
  });
  const say = (text, tags) => publish(server, 'tags:a', text, { tags });
  await say('one', { lang: 'en' });
  await say('une', { lang: 'fr' });
  await say('two', { lang: 'de', kind: 'news' });
  await say('buy', { lang: 'de', kind: 'ad' });
  await log.until('publication', 2);
  assert.deepEqual(log.texts, ['one', 'two']);
  // The server says how far it is with the next ping.
  while (sub.position.offset !== 4n) await new Promise((resolve) => setTimeout(resolve, 20));
  client.disconnect();
  await say('deux', { lang: 'fr' });
  await say('three', { lang: 'en' });
  client.connect();
  await log.until('publication', 3);
  assert.deepEqual(log.texts, ['one', 'two', 'three']);
  assert.equal(log.all('subscribed')[1].outcome, 'RECOVERED');
});

test('a slow client is told what was dropped', async (t) => {
  const server = await startServer(t, { ...GUARDED, client: { ...SECURE.client, queue_max_size: 70_000 } });
  const proxy = await startProxy(t, server);
  const client = await connected(t, proxy, { token: token({ sub: '42' }), maxPingDelay: 600_000 });
  const { sub, log } = await subscribed(client, 'fast:a');
  sub.on('gap', ({ to }) => assert.equal(sub.position.offset, to, 'what was dropped is not asked for again'));
  proxy.pause();
  const count = 300;
  const big = 'x'.repeat(60_000);
  for (let n = 1; n <= count; n++) await publish(server, 'fast:a', `${n} ${big}`);
  proxy.resume();
  await log.untilTrue(() => sub.position.offset === BigInt(count));
  const heard = log.events.flatMap(({ name, event }) => {
    if (name === 'publication') return [event.offset];
    if (name !== 'gap') return [];
    return Array.from({ length: Number(event.to - event.from) + 1 }, (_, n) => event.from + BigInt(n));
  });
  assert.deepEqual(heard, Array.from({ length: count }, (_, n) => BigInt(n + 1)), 'each offset is heard of once');
  assert.ok(log.all('gap').length > 0);
  assert.equal(log.all('subscribing').length, 1);
});
