// The hub that tabs share, in Node: one connection, and each tab has all that it would have alone.

import assert from 'node:assert/strict';
import test from 'node:test';
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';

import { ErrorCode, toText } from '../dist/fanwire.js';
import { publish } from './support/api.mjs';
import { connected, listen, newClient, subscribed } from './support/client.mjs';
import { startProxy } from './support/proxy.mjs';
import { startServer } from './support/server.mjs';
import { inSeconds } from './support/token.mjs';
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

for (const [name, since] of [['and another waits', undefined], ['and another is in', BEGINNING]]) {
  test(`tabs leave while one's subscribe command is under way ${name}: the server keeps no subscription`, async (t) => {
    shareConnections(t);
    const server = await startServer(t);
    await publish(server, 'news:a', 'one');
    const proxy = await startProxy(t, server);
    const sharing = { worker: `worker-${++origin}.js` };
    const tabs = [await connected(t, proxy, { sharing }), await connected(t, proxy, { sharing })];
    const [first, second] = tabs.map((client, n) => client.newSubscription('news:a', { recoverable: true, ...(n === 1 && since && { since }) }));
    if (since) {
      first.subscribe();
      await first.ready();
    }
    const sends = proxy.sends;
    proxy.pause();
    // With a position to recover from the second needs the server once more.
    for (const sub of [first, second]) sub.subscribe();
    while (proxy.sends === sends) await pause(10);
    await server.untilSubscriptions(1);
    const [earlier, later] = since ? [second, first] : [first, second];
    earlier.unsubscribe();
    later.unsubscribe();
    proxy.resume();
    await server.untilSubscriptions(0);
    later.subscribe();
    await later.ready();
    await server.untilSubscriptions(1);
  });
}

test('a subscribe command that is too large is refused in its tab', async (t) => {
  const { tab } = await browser(t);
  const { sub } = await subscribed(await tab(), 'news:b');
  const large = (await tab()).newSubscription('news:a', { data: 'x'.repeat(70_000) });
  const log = listen(large);
  large.subscribe();
  assert.equal((await log.until('unsubscribed'))[0].code, ErrorCode.Refused);
  await sub.publish('the others go on');
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

test('a tab that is further than the others takes nothing away from them', async (t) => {
  const namespaces = [{ name: 'tags', history_size: 100, history_ttl: '1h', allow_recovery: true, allow_tags_filter: true }];
  const { server, tab } = await browser(t, { namespaces });
  const options = { recoverable: true, tagsFilter: { key: 'lang', cmp: 'eq', val: 'en' } };
  const { sub, log } = await subscribed(await tab(), 'tags:a', options);
  for (let n = 1; n <= 3; n++) await publish(server, 'tags:a', `${n}`, { tags: { lang: 'fr' } });
  const since = { offset: 3n, epoch: sub.position.epoch };
  const { log: ahead } = await subscribed(await tab(), 'tags:a', { ...options, since });
  assert.equal(ahead.all('subscribed')[0].outcome, 'RECOVERED');
  // What lies between the two is not in the answer that only the one has got.
  await log.until('subscribed', 2);
  assert.deepEqual([log.all('subscribing')[1].code, log.all('subscribed')[1].outcome], [2500, 'RECOVERED']);
  await publish(server, 'tags:a', 'four', { tags: { lang: 'en' } });
  for (const one of [log, ahead]) {
    await one.until('publication');
    assert.deepEqual(one.texts, ['four']);
  }
});

test('a worker that does not answer any more is replaced', async (t) => {
  const started = shareConnections(t, { dead: 1 });
  const server = await startServer(t);
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.now() });
  const client = newClient(t, server, { sharing: { worker: `worker-${++origin}.js` } });
  const log = listen(client);
  client.connect();
  while (started.workers < 2) {
    t.mock.timers.tick(100);
    await immediate();
  }
  await client.ready();
  assert.equal(log.all('error')[0].code, ErrorCode.Timeout);
  await server.untilConnections(1);
});

test('tabs of different users do not share', async (t) => {
  const { server, tab } = await browser(t);
  const token = (claims) => `e30.${Buffer.from(typeof claims === 'string' ? claims : JSON.stringify(claims)).toString('base64url')}.c2ln`;
  const alice = { sub: 'alice', info: { name: 'Alice' } };
  await Promise.all([alice, { ...alice, exp: inSeconds(60), iat: 1, nbf: 1, jti: 'x' }, { ...alice, exp: inSeconds(90) }].map((claims) => tab({ token: token(claims) })));
  await server.untilConnections(1);
  // The server may take the user from any claim.
  await Promise.all([{ sub: 'bob' }, { ...alice, email: 'a@example.com' }, { user_id: 1 }, { user_id: 2 }].map((claims) => tab({ token: token(claims) })));
  await server.untilConnections(5);
  // For JavaScript these are the same number; and of what is no JWT nothing is known.
  for (const other of ['{"id":9007199254740992}', '{"id": 9007199254740993}', '[1]', 'null']) await tab({ token: token(other) });
  await Promise.all([tab({ token: 'opaque' }), tab({ token: 'opaque' })]);
  await server.untilConnections(11);
  await tab({ sharing: false });
  await server.untilConnections(12);
});
