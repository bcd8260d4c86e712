// The hub that tabs share, in Node: one connection, and each tab has all that it would have alone.

import assert from 'node:assert/strict';
import test from 'node:test';

import { ErrorCode, toText } from '../dist/fanwire.js';
import { publish } from './support/api.mjs';
import { connected, listen, subscribed } from './support/client.mjs';
import { startServer } from './support/server.mjs';
import { shareConnections } from './support/worker.mjs';

let origin = 0;

/** A server, and a function that opens one more tab. */
async function browser(t, options) {
  shareConnections(t);
  const server = await startServer(t, options);
  // The link to the hub is kept by the worker's address.
  const worker = `worker-${++origin}.js`;
  return { server, tab: (own = {}) => connected(t, server, { sharing: { worker }, ...own }) };
}

const BEGINNING = { offset: 0n, epoch: '' };

test('tabs have one connection, and one subscription of a channel', async (t) => {
  const { server, tab } = await browser(t);
  const tabs = await Promise.all(Array.from({ length: 5 }, () => tab()));
  const subs = await Promise.all(tabs.map((client) => subscribed(client, 'news:a')));
  await server.untilConnections(1);
  await subs[3].sub.publish('hello');
  for (const { log } of subs) {
    const [publication] = await log.until('publication');
    assert.deepEqual([toText(publication.data), publication.offset], ['hello', 1n]);
  }
  // Answers go to whom they are for.
  const [a, b] = await Promise.all([tabs[0].history('news:a', { limit: 1 }), tabs[1].history('news:a')]);
  assert.deepEqual([a.publications.length, b.publications.length], [1, 0]);
});

test('a tab that unsubscribes or leaves takes nothing away from the others', async (t) => {
  const { server, tab } = await browser(t);
  const [one, two, three] = await Promise.all([tab(), tab(), tab()]);
  const [a, b, c] = await Promise.all([one, two, three].map((client) => subscribed(client, 'news:a', { recoverable: true })));
  a.sub.unsubscribe();
  two.disconnect();
  await publish(server, 'news:a', 'one');
  await c.log.until('publication');
  // It comes back into the subscription, and misses nothing.
  a.sub.subscribe();
  await a.sub.ready();
  two.connect();
  await b.sub.ready();
  assert.deepEqual([a.log.texts, b.log.texts], [['one'], ['one']]);
  for (const client of [one, two, three]) client.disconnect();
  await server.untilConnections(0);
});

test('after the last tab has left a channel, another subscription may differ', async (t) => {
  const { tab } = await browser(t);
  const [one, two] = await Promise.all([tab(), tab()]);
  const { sub } = await subscribed(one, 'news:a', { recoverable: true });
  const other = two.newSubscription('news:a', { data: 'differs' });
  const log = listen(other);
  other.subscribe();
  const [{ code, reason }] = await log.until('unsubscribed');
  assert.equal(code, ErrorCode.SharingConflict);
  assert.match(reason, /same options.*sharing/);
  sub.unsubscribe();
  other.subscribe();
  await other.ready();
});

test('a tab recovers from its own position: what is remembered, or from the server', async (t) => {
  const { server, tab } = await browser(t);
  for (const text of ['a', 'b', 'c']) await publish(server, 'news:a', text);
  const one = await tab();
  const { sub, log } = await subscribed(one, 'news:a', { recoverable: true });
  const { log: quiet } = await subscribed(await tab(), 'news:a', { recoverable: true, since: BEGINNING });
  assert.deepEqual([quiet.texts, log.texts], [['a', 'b', 'c'], []]);
  await sub.publish('d');
  await log.until('publication');
  const epoch = sub.position.epoch;

  const from = async (since) => {
    const { sub: own, log: ownLog } = await subscribed(await tab(), 'news:a', { recoverable: true, since });
    const [{ outcome }] = ownLog.all('subscribed');
    await own.publish(`after ${since.offset} ${since.epoch}`);
    await ownLog.untilTrue(() => ownLog.texts.at(-1) === `after ${since.offset} ${since.epoch}`);
    return [outcome, ownLog.texts.slice(0, -1)];
  };
  assert.deepEqual(await from({ offset: 3n, epoch }), ['RECOVERED', ['d']]);
  assert.deepEqual(await from({ offset: 1n, epoch }), ['RECOVERED', ['b', 'c', 'd', `after 3 ${epoch}`]]);
  assert.deepEqual((await from(BEGINNING))[0], 'RECOVERED');
  assert.deepEqual(await from({ offset: 1n, epoch: 'other' }), ['EPOCH_CHANGED', []]);
  assert.deepEqual((await from({ offset: 1_000n, epoch }))[0], 'INVALID_POSITION');

  // The first one has seen all of it, once, in order, and noticed nothing else.
  await log.untilTrue(() => log.texts.length === 6);
  assert.deepEqual(log.all('publication').map(({ offset }) => offset), [4n, 5n, 6n, 7n, 8n, 9n]);
});

test('the server restarts: all tabs come back on one connection, each from its own position', async (t) => {
  const { server, tab } = await browser(t);
  const tabs = await Promise.all(Array.from({ length: 4 }, () => tab()));
  const subs = await Promise.all(tabs.map((client) => subscribed(client, 'news:a', { recoverable: true })));
  for (let round = 1; round <= 3; round++) {
    await server.stop();
    await server.start();
    await publish(server, 'news:a', `round ${round}`);
    for (const { log } of subs) {
      await log.until('publication', round);
      assert.equal(log.all('subscribed').at(-1).outcome, 'RECOVERED');
    }
    await server.untilConnections(1);
  }
  for (const { log } of subs) assert.deepEqual(log.texts, ['round 1', 'round 2', 'round 3']);
});

test('tabs of different users do not share', async (t) => {
  const { server, tab } = await browser(t);
  const token = (sub) => `e30.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.c2ln`;
  await Promise.all([tab({ token: token('alice') }), tab({ token: token('alice') }), tab({ token: token('bob') })]);
  await server.untilConnections(2);
  await tab({ sharing: false });
  await server.untilConnections(3);
});
