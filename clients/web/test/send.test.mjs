// Commands on their way up, and streams on their way down, through a proxy that fails.

import assert from 'node:assert/strict';
import test from 'node:test';

import { ErrorCode } from '../dist/fanwire.js';
import { connected, listen, newClient, subscribed } from './support/client.mjs';
import { startProxy } from './support/proxy.mjs';
import { startServer } from './support/server.mjs';

test('a Send whose answer is lost is repeated, and executed once', async (t) => {
  const server = await startServer(t);
  const proxy = await startProxy(t, server);
  const client = await connected(t, proxy);
  const { sub, log } = await subscribed(client, 'news:sport');
  for (let n = 1n; n <= 5n; n++) {
    const before = proxy.sends;
    proxy.send = 'lose';
    assert.equal((await sub.publish(`number ${n}`)).offset, n);
    // The reply comes on the stream; the next command waits for the repetition.
    const { position } = await sub.history();
    assert.equal(position.offset, n);
    assert.equal(proxy.sends, before + 3, 'lost, repeated, and the history');
  }
  await log.until('publication', 5);
  assert.equal(log.texts.length, 5);
});

test('a Send that is not accepted is an error that names the limit and the fix, and goes on being tried', async (t) => {
  const server = await startServer(t);
  const proxy = await startProxy(t, server);
  const client = await connected(t, proxy, { acceptTimeout: 200 });
  const log = listen(client);
  proxy.send = 'hang';
  await assert.rejects(client.publish('news:sport', 'x'), {
    code: ErrorCode.NotAccepted,
    message: /six connections .* TLS.* HTTP\/2/,
  });
  await log.until('error');
  // After a second time without success the whole session is given up.
  await log.until('connecting');
  proxy.send = 'pass';
  await client.ready();
  await client.publish('news:sport', 'y');
});

test('what is too large is refused alone', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const small = ['a', 'b'].map((text) => client.publish('news:sport', text));
  const large = client.publish('news:sport', 'x'.repeat(70_000));
  await assert.rejects(large, { code: ErrorCode.Refused, message: /message_size_limit/ });
  await Promise.all(small);
  assert.equal((await client.history('news:sport')).position.offset, 2n);
});

test('a batch that is too large together is halved', async (t) => {
  const server = await startServer(t, { client: { message_size_limit: 4096 } });
  const client = await connected(t, server);
  const results = await Promise.all(Array.from({ length: 20 }, () => client.publish('news:sport', 'x'.repeat(3_000))));
  assert.deepEqual(results.map(({ offset }) => offset), Array.from({ length: 20 }, (_, n) => BigInt(n + 1)));
});

for (const mode of ['collect', 'withhold']) {
  test(`a proxy that buffers the stream is named (${mode})`, async (t) => {
    const server = await startServer(t);
    const proxy = await startProxy(t, server);
    proxy.listen = mode;
    const client = newClient(t, proxy, { firstFrameTimeout: 300 });
    const log = listen(client);
    client.connect();
    const [error] = await log.until('error');
    assert.equal(error.code, ErrorCode.Buffered);
    assert.match(error.message, /proxy .*buffering off/);
    proxy.listen = 'pass';
    await client.ready();
  });
}

test('a server that does not answer at all is told apart from a buffering proxy', async (t) => {
  const server = await startServer(t);
  const proxy = await startProxy(t, server);
  proxy.listen = 'hang';
  proxy.send = 'hang';
  const client = newClient(t, proxy, { firstFrameTimeout: 200 });
  const log = listen(client);
  client.connect();
  const [error] = await log.until('error');
  assert.equal(error.code, ErrorCode.Timeout);
  assert.match(error.message, /cannot be reached/);
});

test('a subscribe command that is never answered ends the session, not the subscription', async (t) => {
  const server = await startServer(t);
  const proxy = await startProxy(t, server);
  const client = await connected(t, proxy, { timeout: 300 });
  const log = listen(client);
  proxy.stall();
  const { sub } = await subscribed(client, 'news:sport');
  assert.equal(sub.state, 'subscribed');
  assert.equal(log.all('connecting')[0].code, 3);
});
