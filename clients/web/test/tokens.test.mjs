// Tokens: of connections and subscriptions, and how they are renewed.

import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { encode, frame } from '../../../tests/web/page/protobuf.mjs';
import { ErrorCode, UnauthorizedError, toJson } from '../dist/fanwire.js';
import { disconnect, publish } from './support/api.mjs';
import { connected, listen, newClient, subscribed } from './support/client.mjs';
import { startServer } from './support/server.mjs';
import { SECURE, inSeconds, token, tokenMaker } from './support/token.mjs';
import { shareConnections } from './support/worker.mjs';

const NAMESPACES = [
  {
    name: 'chat', history_size: 100, history_ttl: '1h', force_recovery: true,
    allow_subscribe_for_client: true, allow_publish_for_client: true, allow_history_for_client: true,
  },
  { name: 'secret', history_size: 100, history_ttl: '1h', allow_recovery: true },
];
const GUARDED = { ...SECURE, namespaces: NAMESPACES };

/** A server whose connections and subscriptions do not outlive their tokens by more than a second. */
const strict = (t, delay = '1s') =>
  startServer(t, { ...GUARDED, client: { ...SECURE.client, expired_close_delay: delay, expired_sub_close_delay: delay } });

test('a token says who publishes', async (t) => {
  const server = await startServer(t, GUARDED);
  const client = await connected(t, server, { token: token({ sub: '42', info: { name: 'Ada' } }) });
  const { sub, log } = await subscribed(client, 'chat:a');
  await sub.publish('hello');
  const [{ info }] = await log.until('publication');
  assert.equal(info.user, '42');
  assert.deepEqual(toJson(info.connInfo), { name: 'Ada' });
});

test('who has no good token is out, for good', async (t) => {
  const server = await startServer(t, GUARDED);
  for (const bad of [undefined, 'x', token({ sub: '42' }, 'another secret of at least thirty-two bytes')]) {
    const client = newClient(t, server, bad === undefined ? {} : { token: bad });
    const log = listen(client);
    client.connect();
    const [{ code }] = await log.until('disconnected');
    assert.equal(code, 3500);
  }
  // Without a way to a new one, an expired token is no better.
  const client = newClient(t, server, { token: token({ sub: '42', exp: inSeconds(-5) }) });
  const log = listen(client);
  client.connect();
  assert.equal((await log.until('disconnected'))[0].code, 109);
});

test('an expired token is not even shown, and one that the server finds expired is replaced', async (t) => {
  const server = await startServer(t, GUARDED);
  const [shown, fetching] = countTokens();
  const claims = [{ sub: '42', exp: inSeconds(600), expire_at: inSeconds(-1) }, { sub: '42', exp: inSeconds(600) }];
  const getToken = tokenMaker((call) => claims[call - 1]);
  const client = await connected(t, server, { token: token({ sub: '42', exp: inSeconds(-1) }), getToken, fetch: fetching });
  assert.equal(getToken.calls, 2);
  assert.equal(shown.count, 2);
  client.disconnect();
});

/** Counts connect requests. */
function countTokens() {
  const shown = { count: 0 };
  return [shown, (url, init) => {
    if (String(url).endsWith('/Listen')) shown.count++;
    return fetch(url, init);
  }];
}

test('many need a token at once: it is fetched once', async (t) => {
  const server = await startServer(t, GUARDED);
  let give;
  let calls = 0;
  const getToken = () => {
    calls++;
    return new Promise((resolve) => (give = () => resolve(token({ sub: '42' }))));
  };
  const client = newClient(t, server, { getToken });
  for (let n = 0; n < 3; n++) {
    client.connect();
    client.disconnect();
  }
  client.connect();
  give();
  await client.ready();
  assert.equal(calls, 1);
});

test('a token that cannot be had now is asked for again; one that will not be had is the end', async (t) => {
  const server = await startServer(t, GUARDED);
  let calls = 0;
  const client = newClient(t, server, {
    getToken: async () => {
      calls++;
      if (calls === 1) throw new Error('the backend is away');
      if (calls === 2) return token({ sub: '42', exp: inSeconds(600) });
      throw new UnauthorizedError('the user was removed');
    },
  });
  const log = listen(client);
  client.connect();
  await client.ready();
  const [{ code, message }] = log.all('error');
  assert.equal(code, ErrorCode.ConnectionToken);
  assert.match(message, /the backend is away/);
  // The token is of no use after this one.
  await disconnect(server, '42', { code: 3014 });
  const [{ code: why, reason }] = await log.until('disconnected');
  assert.deepEqual([why, reason], [1, 'the user was removed']);
});

test('a connection is refreshed before it expires, without a break', async (t) => {
  const server = await strict(t);
  const getToken = tokenMaker(() => ({ sub: '42', exp: inSeconds(2) }));
  const client = await connected(t, server, { getToken });
  const log = listen(client);
  const { log: subLog } = await subscribed(client, 'chat:a');
  // Two tokens later the first one is long over.
  await getToken.until(4);
  await publish(server, 'chat:a', '.');
  await subLog.until('publication');
  assert.deepEqual(log.names, []);
  assert.equal(client.state, 'connected');
});

test('a token that was asked for before the state was invalidated is not taken', async (t) => {
  const server = await startServer(t, GUARDED);
  let late;
  const getToken = tokenMaker((call) => ({ sub: '42', exp: inSeconds(call === 1 ? 2 : 600) }));
  const asked = new Promise((resolve) => (late = resolve));
  const slow = (context) => {
    const made = getToken(context);
    return getToken.calls === 2 ? new Promise((resolve) => late(() => resolve('of the old state'))) : made;
  };
  const client = await connected(t, server, { getToken: slow });
  const log = listen(client);
  const give = await asked; // the refresh
  await disconnect(server, '42', { code: 3014, afterMs: 1 });
  await log.until('connected');
  give();
  await pause(0);
  await disconnect(server, '42', { code: 3000, afterMs: 1 });
  await log.until('connected', 2);
  assert.equal(getToken.calls, 3);
});

test('tokens that are over at once are not asked for without a pause', async (t) => {
  const reply = frame(encode([1, 1], [5, encode([3, true], [4, 0])])); // connect: expires, in 0 s
  const type = { 'content-type': 'application/grpc-web+proto' };
  const answer = async () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(reply) }), { headers: type });
  let calls = 0;
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const client = await connected(t, { url: 'http://127.0.0.1' }, { getToken: () => `token ${++calls}`, fetch: answer });
  t.mock.timers.tick(499);
  await pause(0);
  assert.equal(calls, 1);
  t.mock.timers.tick(1);
  await pause(0);
  assert.equal(calls, 2);
  client.disconnect();
});

test('a subscription token is fetched for its channel, renewed when expired, and refreshed', async (t) => {
  const server = await strict(t);
  const client = await connected(t, server, { token: token({ sub: '42' }) });
  const getToken = tokenMaker((call, { channel }) => ({ sub: '42', channel, exp: inSeconds(call === 1 ? 600 : 2), ...(call === 1 && { expire_at: inSeconds(-1) }) }));
  const { sub, log } = await subscribed(client, 'secret:a', { getToken, recoverable: true });
  assert.equal(getToken.calls, 2);
  assert.equal(log.all('error')[0].code, 109);
  await getToken.until(5);
  await publish(server, 'secret:a', '.');
  await log.until('publication');
  assert.equal(sub.state, 'subscribed');
  assert.deepEqual(log.all('subscribing').length, 1);
});

test('a subscription without permission ends, and says which rule refused it', async (t) => {
  const server = await startServer(t, GUARDED);
  const client = await connected(t, server, { token: token({ sub: '42' }) });
  const refused = async (options) => {
    const sub = client.newSubscription('secret:a', options);
    const log = listen(sub);
    sub.subscribe();
    const [event] = await log.until('unsubscribed');
    client.removeSubscription(sub);
    return event;
  };
  const plain = await refused({});
  assert.equal(plain.code, 103);
  assert.match(plain.reason, /allow_subscribe_for_client/);
  const getToken = () => {
    throw new UnauthorizedError('not a member');
  };
  assert.deepEqual(await refused({ getToken }), { channel: 'secret:a', code: 1, reason: 'not a member' });
  // Another channel's token is an attempt, and ends the connection.
  const log = listen(client);
  client.newSubscription('secret:a', { token: token({ sub: '42', channel: 'secret:b' }) }).subscribe();
  assert.equal((await log.until('disconnected'))[0].code, 3500);
});

test('200 clients come back after a restart without a single call of getToken', async (t) => {
  const server = await startServer(t, { ...GUARDED, shutdown: { reconnect_spread: '300ms' } });
  const getToken = tokenMaker((call) => ({ sub: String(call), exp: inSeconds(3600) }));
  const clients = await Promise.all(Array.from({ length: 200 }, () => connected(t, server, { getToken })));
  assert.equal(getToken.calls, 200);
  const logs = clients.map(listen);
  for (const [round, signal] of ['SIGTERM', 'SIGKILL'].entries()) {
    await server.stop(signal);
    await server.start();
    await Promise.all(logs.map((log) => log.until('connected', round + 1)));
    await server.untilConnections(200);
  }
  assert.equal(getToken.calls, 200);
});

test('tabs that share a connection share its tokens: one renews, and another when that one is closed', async (t) => {
  shareConnections(t);
  // A token lives up to a second less than its ttl says, and a tab that takes over
  // when it is due needs half a second.
  const server = await strict(t, '2s');
  const sharing = { worker: 'tokens.js' };
  const getToken = tokenMaker(() => ({ sub: '42', exp: inSeconds(4) }));
  const subToken = tokenMaker((_, { channel }) => ({ sub: '42', channel, exp: inSeconds(4) }));
  const open = async () => {
    const client = await connected(t, server, { getToken, sharing });
    return { client, ...(await subscribed(client, 'secret:a', { getToken: subToken })) };
  };
  const tabs = [await open(), await open(), await open()];
  await server.untilConnections(1);
  assert.deepEqual([getToken.calls, subToken.calls], [3, 3], 'each tab shows that it may come in');
  await Promise.all([getToken.until(5), subToken.until(5)]);
  tabs.shift().client.disconnect();
  await Promise.all([getToken.until(7), subToken.until(7)]);
  await publish(server, 'secret:a', '.');
  assert.ok(getToken.calls <= 8 && subToken.calls <= 8, `${getToken.calls} and ${subToken.calls} calls`);
  for (const { client, sub, log } of tabs) {
    await log.until('publication');
    assert.deepEqual([client.state, sub.state], ['connected', 'subscribed']);
    assert.deepEqual(log.all('subscribing').length, 1, 'without a break');
  }
});

test('tabs that share a connection share renewed tokens: after a restart none asks for another', async (t) => {
  shareConnections(t);
  const server = await startServer(t, GUARDED);
  const first = inSeconds(2);
  const sharing = { worker: 'renewed.js' };
  // The tabs' own ones are soon over; what one of them renews is good for all.
  const exp = (call) => (call <= 3 ? first : inSeconds(600));
  const getToken = tokenMaker((call) => ({ sub: '42', exp: exp(call) }));
  const subToken = tokenMaker((call, { channel }) => ({ sub: '42', channel, exp: exp(call) }));
  const subs = [];
  for (let n = 0; n < 3; n++) {
    const client = await connected(t, server, { getToken, sharing });
    subs.push(await subscribed(client, 'secret:a', { getToken: subToken, recoverable: true }));
  }
  await Promise.all([getToken.until(4), subToken.until(4)]);
  while (inSeconds(0) <= first) await pause(20);
  await server.stop();
  await server.start();
  for (const { log } of subs) await log.until('subscribed', 2);
  assert.deepEqual([getToken.calls, subToken.calls], [4, 4]);
});
