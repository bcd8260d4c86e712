// The client in Chromium.

import assert from 'node:assert/strict';
import test from 'node:test';

import { publish } from './support/api.mjs';
import { openBrowser, openPage, servePage, shown, untilShown, untilSubscribed } from './support/browser.mjs';
import { startServer } from './support/server.mjs';

test('a page gets what is published', async (t) => {
  const origin = await servePage(t);
  const server = await startServer(t, { allowedOrigins: [origin] });
  const page = await openPage(await openBrowser(t), origin, server, 'news:sport', { sharing: false });
  await untilSubscribed(page);
  for (const text of ['one', 'two']) await publish(server, 'news:sport', text);
  await untilShown(page, 'two');
  assert.deepEqual(await shown(page), ['one', 'two']);
});
