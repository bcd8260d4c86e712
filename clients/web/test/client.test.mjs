// The client against a real server, in Node.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import test from 'node:test';

import { ErrorCode, FanwireError, toJson, toText } from '../dist/fanwire.js';
import { publish } from './support/api.mjs';
import { connected, listen, newClient, subscribed } from './support/client.mjs';
import { startServer } from './support/server.mjs';

test('a subscriber sees what is published, in order, with exact positions', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const { sub, log } = await subscribed(client, 'news:sport');
  await publish(server, 'news:sport', 'one', { tags: { lang: 'en' } });
  for (const text of ['two', 'three']) await publish(server, 'news:sport', text);
  const publications = await log.until('publication', 3);
  assert.deepEqual(log.texts, ['one', 'two', 'three']);
  assert.deepEqual(publications.map(({ offset }) => offset), [1n, 2n, 3n]);
  assert.deepEqual([...publications[0].tags], [['lang', 'en']]);
  assert.ok(Math.abs(publications[0].time - Date.now()) < 3_600_000, 'the time is in Unix milliseconds');
  assert.deepEqual(sub.position, { offset: 3n, epoch: log.all('subscribed')[0].position.epoch });
});

test('events tell every step', async (t) => {
  const server = await startServer(t);
  const client = newClient(t, server);
  const log = listen(client);
  const sub = client.newSubscription('news:sport');
  const subLog = listen(sub);
  sub.subscribe();
  client.connect();
  await sub.ready();
  client.disconnect();
  assert.deepEqual(log.names, ['connecting', 'connected', 'disconnected']);
  assert.deepEqual(subLog.names, ['subscribing', 'subscribed', 'subscribing']);
  assert.deepEqual([client.state, sub.state], ['disconnected', 'subscribing']);

  client.connect();
  await sub.ready();
  sub.unsubscribe();
  assert.deepEqual(subLog.names.slice(3), ['subscribed', 'unsubscribed']);
  assert.deepEqual(subLog.all('unsubscribed')[0], { channel: 'news:sport', code: 0, reason: 'unsubscribe called' });
});

test('a listener can be taken off, and its fault is not the client\'s', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const { sub, log } = await subscribed(client, 'news:sport');
  const faults = [];
  const original = globalThis.setTimeout;
  // Where the fault is thrown, nobody could catch it.
  globalThis.setTimeout = (then, delay, ...rest) => {
    if (delay !== undefined) return original(then, delay, ...rest);
    try {
      return then();
    } catch (error) {
      return faults.push(error.message);
    }
  };
  t.after(() => (globalThis.setTimeout = original));
  const off = sub.on('publication', () => {
    throw new Error('a fault');
  });
  await publish(server, 'news:sport', 'one');
  await log.until('publication', 1);
  off();
  await publish(server, 'news:sport', 'two');
  await log.until('publication', 2);
  assert.deepEqual(faults, ['a fault']);
});

test('publish takes bytes, text and JSON, and an idempotency key publishes once', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const { sub, log } = await subscribed(client, 'news:sport');
  await sub.publish(new Uint8Array([9, 0, 255, 9]).subarray(1, 3));
  await sub.publish('text');
  const first = await client.publish('news:sport', { n: 1 }, { idempotencyKey: 'k' });
  const second = await client.publish('news:sport', { n: 1 }, { idempotencyKey: 'k' });
  assert.deepEqual([first.offset, first.duplicate], [3n, false]);
  assert.deepEqual(second, { ...first, duplicate: true });
  const [bytes, text, json] = await log.until('publication', 3);
  assert.deepEqual([...bytes.data], [0, 255]);
  assert.equal(toText(text.data), 'text');
  assert.deepEqual(toJson(json.data), { n: 1 });
  assert.ok(json.info.client, 'a publication of a client says whose it is');
});

test('history is read from either end and from a position', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  for (const text of ['a', 'b', 'c', 'd']) await publish(server, 'news:sport', text);
  const texts = async (options) => (await client.history('news:sport', options)).publications.map(({ data }) => toText(data));
  const { position, publications, truncated } = await client.history('news:sport');
  assert.deepEqual([position.offset, publications.length, truncated], [4n, 0, false]);
  assert.deepEqual(await texts({ limit: 2 }), ['a', 'b']);
  assert.deepEqual(await texts({ limit: 2, reverse: true }), ['d', 'c']);
  assert.deepEqual(await texts({ limit: -1, since: { ...position, offset: 2n } }), ['c', 'd']);
  await assert.rejects(client.history('news:sport', { limit: 1, since: { offset: 1n, epoch: 'other' } }), { code: 112 });
  await assert.rejects(client.history('plain:sport', { limit: 1 }), { name: 'FanwireError', code: 108, message: /history/ });
});

test('what the server refuses for good ends the subscription, and says why', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const sub = client.newSubscription('nowhere:sport');
  const log = listen(sub);
  sub.subscribe();
  await assert.rejects(sub.ready(), { code: ErrorCode.Unsubscribed });
  const [{ code, reason }] = log.all('unsubscribed');
  assert.equal(code, 102);
  assert.match(reason, /nowhere/);
  assert.throws(() => client.newSubscription('nowhere:sport'), /already/);
  assert.equal(client.getSubscription('nowhere:sport'), sub);
  client.removeSubscription(sub);
  assert.equal(client.getSubscription('nowhere:sport'), undefined);
});

test('promises are kept or broken, never left', async (t) => {
  const server = await startServer(t);
  const client = newClient(t, server);
  await assert.rejects(client.ready(), { code: ErrorCode.Disconnected });
  await assert.rejects(client.publish('news:sport', 'x'), { code: ErrorCode.Disconnected });
  await assert.rejects(client.newSubscription('news:sport').ready(), { code: ErrorCode.Unsubscribed });

  client.connect();
  const waiting = client.publish('news:sport', 'x'); // waits for the connection
  assert.equal((await waiting).offset, 1n);
  const lost = client.publish('news:sport', 'y');
  const error = assert.rejects(lost, (e) => e instanceof FanwireError && e.code === ErrorCode.TransportClosed);
  await client.ready();
  await Promise.resolve();
  client.disconnect();
  await error;
});

test('what no message can carry is an error of its caller alone', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  await assert.rejects(client.history('news:sport', { limit: 1.5 }), { code: ErrorCode.Invalid, message: /history.*1\.5/ });
  const sub = client.newSubscription('news:sport', { since: { offset: -1n, epoch: '' } });
  const log = listen(sub);
  sub.subscribe();
  assert.equal((await log.until('unsubscribed'))[0].code, ErrorCode.Invalid);
  await client.publish('news:sport', 'fine');
});

test('subscribing again after unsubscribe brings what was missed', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const { sub, log } = await subscribed(client, 'news:sport', { recoverable: true });
  await sub.publish('before');
  await log.until('publication', 1);
  sub.unsubscribe();
  await publish(server, 'news:sport', 'meanwhile');
  sub.subscribe();
  await sub.ready();
  assert.deepEqual(log.texts, ['before', 'meanwhile']);
  assert.deepEqual(log.all('subscribed').map(({ outcome }) => outcome), ['NOT_REQUESTED', 'RECOVERED']);
});

test('since starts from a position: the beginning, or where another stopped', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  for (const text of ['a', 'b', 'c']) await publish(server, 'news:sport', text);
  const { position } = await client.history('news:sport');
  const follow = async (since) => {
    const { sub, log } = await subscribed(client, 'news:sport', { since });
    client.removeSubscription(sub);
    return [log.texts, log.all('subscribed')[0].outcome];
  };
  assert.deepEqual(await follow({ offset: 0n, epoch: '' }), [['a', 'b', 'c'], 'RECOVERED']);
  assert.deepEqual(await follow({ ...position, offset: 1n }), [['b', 'c'], 'RECOVERED']);
  // No number of JavaScript could hold this one.
  assert.deepEqual(await follow({ ...position, offset: 2n ** 63n + 1n }), [[], 'INVALID_POSITION']);
  assert.deepEqual(await follow({ offset: 1n, epoch: 'other' }), [[], 'EPOCH_CHANGED']);
});

test('a page of another origin is refused for good', async (t) => {
  const server = await startServer(t, { allowedOrigins: ['https://example.com'] });
  const fetchAs = (origin) => (url, init) => fetch(url, { ...init, headers: { ...init.headers, origin } });
  const client = newClient(t, server, { fetch: fetchAs('https://evil.example') });
  const log = listen(client);
  client.connect();
  await assert.rejects(client.ready(), { code: ErrorCode.Disconnected, message: /origin/i });
  assert.equal(log.all('disconnected').length, 1);
  await connected(t, server, { fetch: fetchAs('https://example.com') });
});

test('what is no Fanwire server is named, and tried again', async (t) => {
  const page = http.createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello'));
  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
  t.after(() => page.close());
  t.after(() => page.closeAllConnections());
  const client = newClient(t, { url: `http://127.0.0.1:${page.address().port}` });
  const log = listen(client);
  client.connect();
  const errors = await log.until('error', 2);
  for (const { message, temporary } of errors) {
    assert.match(message, /text\/html .* url/);
    assert.equal(temporary, true);
  }
});
