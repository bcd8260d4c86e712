// getState: no gap between the application's state and the stream.

import assert from 'node:assert/strict';
import test from 'node:test';

import { ErrorCode } from '../dist/fanwire.js';
import { publish } from './support/api.mjs';
import { connected, listen, subscribed } from './support/client.mjs';
import { startProxy } from './support/proxy.mjs';
import { startServer } from './support/server.mjs';

/** A promise that is resolved from outside. */
function gate() {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  return { opened, open };
}

/** A subscription whose getState calls wait for `answers`, in turn. */
function withState(client, channel, answers, options = {}) {
  const contexts = [];
  const sub = client.newSubscription(channel, {
    recoverable: true,
    getState: (context) => {
      contexts.push(context);
      return answers[contexts.length - 1](context);
    },
    ...options,
  });
  const log = listen(sub);
  sub.subscribe();
  return { sub, log, contexts };
}

test('the position is read first, and what is published while the state loads comes after it', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  await publish(server, 'news:a', 'in the state');
  const asked = gate();
  const loaded = gate();
  const { log, contexts } = withState(client, 'news:a', [() => (asked.open(), loaded.opened)]);
  await asked.opened;
  assert.deepEqual([contexts[0].position.offset, contexts[0].outcome], [1n, 'NOT_REQUESTED']);
  await publish(server, 'news:a', 'meanwhile');
  const { sub: other, log: otherLog } = await subscribed(await connected(t, server), 'news:a');
  await other.publish('later');
  await otherLog.until('publication'); // so it has been sent to the first one, too
  assert.deepEqual(log.names, ['subscribing'], 'nothing is told before the state is there');
  loaded.open();
  await log.until('publication', 2);
  assert.deepEqual(log.names, ['subscribing', 'subscribed', 'publication', 'publication']);
  assert.deepEqual(log.texts, ['meanwhile', 'later']);
});

test('a state that knows its position starts the stream there: behind, or ahead', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  for (const text of ['a', 'b', 'c']) await publish(server, 'news:a', text);
  const behind = withState(client, 'news:a', [({ position }) => ({ ...position, offset: 1n })]);
  await behind.log.until('publication', 2);
  assert.deepEqual(behind.log.texts, ['b', 'c']);
  client.removeSubscription(behind.sub);

  const ahead = withState(client, 'news:a', [
    async ({ position }) => {
      await publish(server, 'news:a', 'd');
      await publish(server, 'news:a', 'e');
      return { ...position, offset: position.offset + 1n };
    },
  ]);
  await ahead.log.until('publication');
  assert.deepEqual(ahead.log.texts, ['e']);
});

test('the state is loaded again when what was missed cannot be recovered, and only then', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const { sub, log, contexts } = withState(client, 'short:a', [() => {}, () => {}]);
  await sub.ready();
  const away = async (count) => {
    client.disconnect();
    for (let n = 0; n < count; n++) await publish(server, 'short:a', `${count}: ${n}`);
    client.connect();
    await sub.ready();
  };
  await away(2);
  assert.equal(contexts.length, 1);
  await away(9);
  assert.equal(contexts.length, 2);
  assert.equal(contexts[1].outcome, 'TRIMMED');
  assert.equal(contexts[1].position.offset, 11n);
  await away(1);
  assert.deepEqual(log.texts, ['2: 0', '2: 1', '1: 0']);
  assert.equal(contexts.length, 2);
});

test('a state that cannot be loaded is tried again', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const fail = () => Promise.reject(new Error('the database is away'));
  const { sub, log, contexts } = withState(client, 'news:a', [fail, fail, () => {}]);
  await sub.ready();
  assert.equal(contexts.length, 3);
  for (const { code, message } of log.all('error')) {
    assert.equal(code, ErrorCode.State);
    assert.match(message, /news:a .*the database is away/);
  }
});

test('the connection ends while the state loads: it is not loaded twice, and nothing is missing', async (t) => {
  const server = await startServer(t);
  const proxy = await startProxy(t, server);
  const client = await connected(t, proxy);
  const log = listen(client);
  const asked = gate();
  const loaded = gate();
  const state = withState(client, 'news:a', [() => (asked.open(), loaded.opened)]);
  await asked.opened;
  await publish(server, 'news:a', 'one');
  proxy.cut();
  await log.until('connected');
  await publish(server, 'news:a', 'two');
  loaded.open();
  await state.log.until('publication', 2);
  assert.deepEqual(state.log.texts, ['one', 'two']);
  assert.equal(state.contexts.length, 1);
});

test('a state of another epoch is loaded again, unhurried, until it fits', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const stale = () => ({ offset: 5n, epoch: 'of another time' });
  const { sub, contexts } = withState(client, 'news:a', [stale, stale, () => {}]);
  await sub.ready();
  assert.deepEqual(contexts.map(({ outcome }) => outcome), ['NOT_REQUESTED', 'EPOCH_CHANGED', 'EPOCH_CHANGED']);
});

test('unsubscribing ends the wait for the state', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const asked = gate();
  const loaded = gate();
  const { sub, log } = withState(client, 'news:a', [() => (asked.open(), loaded.opened), () => {}]);
  await asked.opened;
  sub.unsubscribe();
  loaded.open();
  sub.subscribe();
  await sub.ready();
  assert.deepEqual(log.names, ['subscribing', 'unsubscribed', 'subscribing', 'subscribed']);
});

test('more than may wait for the state is recovered afterwards', async (t) => {
  const server = await startServer(t, { client: { recovery_max_publication_limit: 2000 } });
  const client = await connected(t, server);
  const asked = gate();
  const loaded = gate();
  const { log } = withState(client, 'news:a', [() => (asked.open(), loaded.opened), () => {}]);
  await asked.opened;
  const other = await connected(t, server);
  const texts = Array.from({ length: 1_001 }, (_, n) => `${n}`);
  const { log: otherLog } = await subscribed(other, 'news:a');
  await Promise.all(texts.map((text) => other.publish('news:a', text)));
  await otherLog.until('publication', texts.length);
  loaded.open();
  await log.untilTrue(() => log.texts.at(-1) === otherLog.texts.at(-1));
  assert.deepEqual(log.texts, otherLog.texts.slice(-log.texts.length));
});
