// The client against a real server, in Node.

import assert from 'node:assert/strict';
import test from 'node:test';

import { publish } from './support/api.mjs';
import { connected, subscribed } from './support/client.mjs';
import { startServer } from './support/server.mjs';

test('a subscriber sees what is published, in order, with exact offsets', async (t) => {
  const server = await startServer(t);
  const client = await connected(t, server);
  const { sub, log } = await subscribed(client, 'news:sport');
  for (const text of ['one', 'two', 'three']) await publish(server, 'news:sport', text);
  const publications = await log.until('publication', 3);
  assert.deepEqual(log.texts, ['one', 'two', 'three']);
  assert.deepEqual(publications.map(({ offset }) => offset), [1n, 2n, 3n]);
  assert.equal(sub.position.offset, 3n);
});
