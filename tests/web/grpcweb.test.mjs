// What browsers speak, in raw bytes over HTTP/1.1.

import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import test from 'node:test';

import { call } from './call.mjs';
import { SERVICE, connect, listenRequest, sendRequest, subscribe, unsubscribe } from './page/fanwire.mjs';
import { publish, startServer, untilConnections } from './server.mjs';

const OK = 0, INVALID_ARGUMENT = 3, NOT_FOUND = 5, PERMISSION_DENIED = 7, FAILED_PRECONDITION = 9;
const ORIGIN = 'http://127.0.0.1:4000';
const CHANNEL = 'news:sport';

/** Opens a session that ends with the test. */
async function listen(t, server, { channels = [], ...options } = {}) {
  const stream = await call(server, 'Listen', listenRequest(...channels), options);
  t.after(() => stream.close());
  const session = await stream.next();
  assert.equal(session.id, 1);
  assert.ok(session.session && session.node, 'the first reply tells session and node');
  return { stream, session };
}

/** Sends commands; resolves with the status. */
const send = async (server, session, seq, commands, options) =>
  (await call(server, 'Send', sendRequest(session, seq, ...commands), options)).status();

for (const text of [false, true]) {
  test(`a session over ${text ? 'base64' : 'binary'} grpc-web`, async (t) => {
    const server = await startServer(t);
    const { stream, session } = await listen(t, server, { text });
    assert.equal(stream.response.statusCode, 200);
    assert.match(stream.headers['content-type'], text ? /^application\/grpc-web-text/ : /^application\/grpc-web(\+proto)?$/);
    assert.equal(session.pong, false, 'a browser cannot answer pings in its stream');

    assert.equal(await send(server, session, 1, [subscribe(2, CHANNEL)], { text }), OK);
    const subscribed = await stream.next();
    assert.ok(subscribed.id === 2 && subscribed.subscribed);
    // One by one, of every length modulo 3: base64 pads each differently.
    for (const data of ['', 'a', 'ab', 'abc', 'abcd', 'x'.repeat(60_000)]) {
      await publish(server, CHANNEL, data);
      const { push } = await stream.next();
      assert.deepEqual([push.channel, push.data], [CHANNEL, data]);
    }
  });
}

test('a repeated seq is acknowledged and not executed again', async (t) => {
  const server = await startServer(t);
  const { stream, session } = await listen(t, server);
  for (let attempt = 0; attempt < 3; attempt++) {
    assert.equal(await send(server, session, 1, [subscribe(2, CHANNEL)]), OK);
  }
  assert.equal(await send(server, session, 2, [unsubscribe(3, CHANNEL)]), OK);
  assert.ok((await stream.next()).subscribed);
  // A second execution would have answered "already subscribed" in between.
  assert.ok((await stream.next()).unsubscribed);
});

test('a skipped seq is refused and executes nothing', async (t) => {
  const server = await startServer(t);
  const { stream, session } = await listen(t, server);
  assert.equal(await send(server, session, 0, [subscribe(2, CHANNEL)]), INVALID_ARGUMENT);
  for (const seq of [2, 7]) {
    assert.equal(await send(server, session, seq, [subscribe(2, CHANNEL)]), FAILED_PRECONDITION);
  }
  assert.equal(await send(server, session, 1, [unsubscribe(3, CHANNEL)]), OK);
  assert.ok((await stream.next()).unsubscribed);
});

test('64 commands are taken in order, 65 are refused whole', async (t) => {
  const server = await startServer(t);
  const { stream, session } = await listen(t, server);
  const commands = Array.from({ length: 65 }, (_, n) => subscribe(2 + n, `news:${n}`));
  assert.equal(await send(server, session, 1, commands), INVALID_ARGUMENT);
  assert.equal(await send(server, session, 1, commands.slice(1)), OK);
  for (let n = 1; n < 65; n++) {
    const { id, subscribed } = await stream.next();
    assert.deepEqual([id, subscribed], [2 + n, true]);
  }
});

test('a session is reached by its secret alone and dies with its Listen', async (t) => {
  const server = await startServer(t);
  const { stream, session } = await listen(t, server);
  const other = await listen(t, server);
  assert.notEqual(session.session, other.session.session);
  const foreign = { node: session.node, session: 'x'.repeat(session.session.length) };
  for (const wrong of [foreign, { node: 'elsewhere', session: session.session }, { node: '', session: '' }]) {
    assert.equal(await send(server, wrong, 1, [subscribe(2, CHANNEL)]), NOT_FOUND);
  }

  stream.close();
  await untilConnections(server, 1);
  assert.equal(await send(server, session, 1, [subscribe(2, CHANNEL)]), NOT_FOUND);
  assert.equal(await send(server, other.session, 1, [subscribe(2, CHANNEL)]), OK);
  assert.ok((await other.stream.next()).subscribed);
});

test('Listen alone subscribes, and says what was refused', async (t) => {
  const server = await startServer(t);
  const { stream, session } = await listen(t, server, { channels: [CHANNEL, 'nowhere:sport'] });
  assert.equal(session.sub, CHANNEL);
  assert.deepEqual(session.refused, { channel: 'nowhere:sport', code: 102 });
  await publish(server, CHANNEL, 'hello');
  assert.equal((await stream.next()).push.data, 'hello');
});

test('a disconnect is the last message, and its status follows', async (t) => {
  const server = await startServer(t);
  const { stream, session } = await listen(t, server);
  assert.equal(await send(server, session, 1, [connect(2)]), OK);
  assert.equal((await stream.next()).push.disconnect, 3501);
  assert.equal(await stream.status(), INVALID_ARGUMENT);
});

test('only allowed origins come in', async (t) => {
  const server = await startServer(t, { allowedOrigins: [ORIGIN] });
  const { session } = await listen(t, server, { origin: ORIGIN });
  for (const origin of ['http://127.0.0.1:4001', 'https://127.0.0.1:4000', `${ORIGIN}.example.com`, 'null']) {
    const refused = await call(server, 'Listen', listenRequest(), { origin });
    assert.equal(refused.headers['access-control-allow-origin'], undefined);
    assert.equal(await refused.status(), PERMISSION_DENIED);
    assert.equal(await send(server, session, 1, [subscribe(2, CHANNEL)], { origin }), PERMISSION_DENIED);
  }
  assert.equal(await send(server, session, 1, [subscribe(2, CHANNEL)], { origin: ORIGIN }), OK);
  await untilConnections(server, 1);
});

test('the preflight allows what grpc-web sends, and answers expose what it reads', async (t) => {
  const server = await startServer(t, { allowedOrigins: [ORIGIN] });
  const asked = ['content-type', 'x-grpc-web', 'x-user-agent', 'grpc-timeout', 'authorization'];
  const allowed = await preflight(server, ORIGIN, asked);
  assert.equal(allowed['access-control-allow-origin'], ORIGIN);
  assert.ok(list(allowed['access-control-allow-methods']).includes('post'));
  for (const name of asked) assert.ok(list(allowed['access-control-allow-headers']).includes(name), name);
  assert.ok(Number(allowed['access-control-max-age']) > 0);

  const answer = await call(server, 'Send', sendRequest({ node: '', session: '' }, 1), { origin: ORIGIN });
  assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
  const exposed = list(answer.headers['access-control-expose-headers']);
  for (const name of ['grpc-status', 'grpc-message', 'grpc-status-details-bin']) assert.ok(exposed.includes(name), name);

  const refused = await preflight(server, 'http://evil.example', asked);
  assert.equal(refused['access-control-allow-origin'], undefined);
});

const list = (header = '') => header.toLowerCase().split(/, */);

async function preflight(server, origin, headers) {
  const request = http.request(`http://${server.client}${SERVICE}Listen`, {
    method: 'OPTIONS',
    agent: false,
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': headers.join(','),
    },
  });
  request.end();
  const [response] = await once(request, 'response');
  response.resume();
  return response.headers;
}
