// The messenger with its backend, in real browsers.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';

import { openBrowser, signsIn } from './support/people.mjs';
import { startMessenger } from './support/servers.mjs';

test('two people chat: who is there, who types, what was read', async (t) => {
  const dev = await startMessenger(t);
  const browser = await openBrowser(t);
  const ann = await signsIn(browser, dev, 'Ann');
  const bob = await signsIn(browser, dev, 'Bob');
  await ann.page.locator('.system', { hasText: 'Bob joined' }).waitFor();
  await ann.seesOnline('Bob');
  await bob.seesOnline('Ann');

  await bob.page.locator('#composer').pressSequentially('Hi');
  await ann.page.getByText('Bob is typing…').waitFor();
  await bob.write('Hi Ann');
  await ann.sees('Hi Ann');
  await ann.page.getByText('Bob is typing…').waitFor({ state: 'detached' });
  await ann.write('Hello Bob');
  await bob.sees('Hello Bob');
  // Bob has the room open, so he has read it.
  await ann.page.getByTitle('Read by Bob').waitFor();
  const said = ['Hi Ann', 'Hello Bob'];
  assert.deepEqual([await ann.messages(), await bob.messages()], [said, said]);

  await bob.page.close();
  await ann.seesAway('Bob');
  assert.deepEqual([...ann.errors, ...bob.errors], []);
});

test('who was offline catches up: nothing is missing or doubled', async (t) => {
  const dev = await startMessenger(t);
  const browser = await openBrowser(t);
  const ann = await signsIn(browser, dev, 'Ann');
  const bob = await signsIn(browser, dev, 'Bob');
  await ann.write('before');
  await bob.sees('before');
  await bob.inspects();

  await bob.goesOffline();
  await bob.disconnected();
  await bob.write('from the tunnel');
  await bob.page.locator('.message.waiting', { hasText: 'from the tunnel' }).waitFor();
  for (const text of ['one', 'two', 'three']) await ann.write(text);
  await ann.sees('three');
  assert.deepEqual(await bob.messages(), ['before', 'from the tunnel']);

  await bob.comesBack();
  await bob.sees('three');
  await bob.outcome('user:#2', 'RECOVERED');
  await bob.page.getByRole('status').filter({ hasText: /caught up.*RECOVERED/ }).waitFor();
  await ann.sees('from the tunnel');
  await bob.sees('from the tunnel');
  const said = ['before', 'one', 'two', 'three', 'from the tunnel'];
  assert.deepEqual([await ann.messages(), await bob.messages()], [said, said]);
});

test('the server is killed and started again: both go on', async (t) => {
  const dev = await startMessenger(t);
  const browser = await openBrowser(t);
  const ann = await signsIn(browser, dev, 'Ann');
  const bob = await signsIn(browser, dev, 'Bob');
  await ann.write('before');
  await bob.sees('before');
  await ann.inspects();

  await dev.kill();
  await ann.disconnected();
  await bob.disconnected();
  // The backend stores it, and tells the others once the server is back.
  await ann.write('while it is away');
  await ann.sees('while it is away');
  assert.deepEqual(await bob.messages(), ['before']);

  await dev.start();
  await bob.sees('while it is away');
  await ann.connected();
  await bob.connected();
  await ann.outcome('user:#1', 'RECOVERED');
  await bob.write('after');
  await ann.sees('after');
  const said = ['before', 'while it is away', 'after'];
  assert.deepEqual([await ann.messages(), await bob.messages()], [said, said]);
});

test('what cannot be recovered is loaded again', async (t) => {
  const dev = await startMessenger(t);
  const browser = await openBrowser(t);
  const ann = await signsIn(browser, dev, 'Ann');
  const bob = await signsIn(browser, dev, 'Bob');
  await ann.write('before');
  await bob.sees('before');
  await bob.inspects();
  await bob.goesOffline();
  await bob.disconnected();
  await ann.write('before the loss');
  await ann.sees('before the loss');
  // The history is gone, with what Bob has missed in it.
  await dev.kill();
  await rm(path.join(dev.folder, '.fanwire/dev.redb'));
  await dev.start();
  await ann.connected();
  await bob.comesBack();
  await bob.sees('before the loss');
  await bob.outcome('user:#2', 'EPOCH_CHANGED');
  await ann.write('after');
  await bob.sees('after');
  const said = ['before', 'before the loss', 'after'];
  assert.deepEqual([await ann.messages(), await bob.messages()], [said, said]);
});

test('an expired token is renewed without a break', async (t) => {
  const dev = await startMessenger(t, { TOKEN_TTL: '3' });
  const browser = await openBrowser(t);
  const ann = await signsIn(browser, dev, 'Ann');
  const bob = await signsIn(browser, dev, 'Bob');
  await ann.inspects();
  // The tokens of the first connection are over after the second renewal, for the connection and for the open room.
  const frames = ann.page.getByRole('region', { name: 'Frames' });
  await frames.getByText(/^refresh reply/).nth(1).waitFor();
  await frames.getByText(/^subRefresh reply/).nth(3).waitFor();
  await ann.page.getByText('Never interrupted').waitFor();
  await bob.write('still here');
  await ann.sees('still here');
});

test('a revoked user is cut off and cannot come back', async (t) => {
  const dev = await startMessenger(t, { TOKEN_TTL: '5' });
  const browser = await openBrowser(t);
  const ann = await signsIn(browser, dev, 'Ann');
  const bob = await signsIn(browser, dev, 'Bob');
  await ann.seesOnline('Bob');

  await dev.revoke('bob');
  await bob.page.getByRole('alert').getByText('your access was revoked').waitFor();
  await ann.seesAway('Bob');
  await ann.write('Bob does not get this');
  await ann.sees('Bob does not get this');

  await bob.page.reload();
  await bob.page.getByRole('button', { name: 'Sign in' }).waitFor();
  await bob.page.getByLabel('Name').fill('BOB');
  await bob.page.getByRole('button', { name: 'Sign in' }).click();
  await bob.page.getByText('Bob may not sign in any more').waitFor();
  assert.equal(await bob.page.getByText('Bob does not get this').count(), 0);
});
