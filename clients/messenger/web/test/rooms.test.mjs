// Rooms: found, made, joined and left; private ones; unread badges; paging.

import assert from 'node:assert/strict';
import test from 'node:test';

import { openBrowser, signsIn } from './support/people.mjs';
import { startMessenger } from './support/servers.mjs';

test('rooms are discovered, joined and left; unread messages are counted', async (t) => {
  const dev = await startMessenger(t);
  const browser = await openBrowser(t);
  const ann = await signsIn(browser, dev, 'Ann');
  const bob = await signsIn(browser, dev, 'Bob');
  await ann.creates('Gardening');
  await bob.joins('Gardening');
  await ann.page.locator('.system', { hasText: 'Bob joined' }).waitFor();
  await ann.seesOnline('Bob');

  // Somebody whose window shows another room has a badge, until the room is opened.
  await ann.opens('General');
  await bob.write('tomatoes');
  await bob.write('and beans');
  await ann.room('Gardening').locator('.badge', { hasText: '2' }).waitFor();
  await ann.opens('Gardening');
  await ann.room('Gardening').locator('.badge').waitFor({ state: 'detached' });
  await ann.page.locator('.divider').waitFor();
  await bob.page.getByTitle('Read by Ann').nth(1).waitFor();

  // Whoever left gets nothing more, and is not there any more.
  await bob.page.getByRole('button', { name: 'Leave' }).click();
  await bob.room('Gardening').waitFor({ state: 'detached' });
  await ann.page.locator('.system', { hasText: 'Bob left' }).waitFor();
  await ann.page.locator('.members li', { hasText: 'Bob' }).waitFor({ state: 'detached' });
  await ann.write('only for members');
  await ann.sees('only for members');
  // What comes later on the same channel has come, so the other would have.
  await ann.opens('General');
  await ann.write('for all');
  await bob.opens('General');
  await bob.sees('for all');
  assert.equal(await bob.room('Gardening').count(), 0);
  await bob.joins('Gardening');
  await bob.sees('only for members');
});

test('a room of two is private', async (t) => {
  const dev = await startMessenger(t);
  const browser = await openBrowser(t);
  const [ann, bob, eve] = [await signsIn(browser, dev, 'Ann'), await signsIn(browser, dev, 'Bob'), await signsIn(browser, dev, 'Eve')];
  // Whoever writes at once, before the room is loaded, is heard as well.
  const load = await ann.holds('**/api/rooms/2/messages?*');
  await ann.page.getByRole('button', { name: 'People' }).click();
  await ann.page.getByRole('button', { name: 'Write to Bob' }).click();
  await ann.page.getByRole('heading', { level: 1, name: 'Bob' }).waitFor();
  await ann.write('just for you');
  load.release();
  await ann.page.getByText('This is where Bob begins.').waitFor();
  await ann.sees('just for you');
  await bob.opens('Ann');
  await bob.sees('just for you');
  await bob.write('thanks');
  await ann.sees('thanks');

  await eve.page.getByRole('button', { name: 'Discover' }).click();
  await eve.page.getByRole('button', { name: 'Open General' }).waitFor();
  assert.equal(await eve.page.locator('dialog li').count(), 1);
  // Not even by asking the backend and the server directly.
  const answers = await eve.page.evaluate(async () => {
    const { backend } = await (await fetch('/config.json')).json();
    const { session } = JSON.parse(sessionStorage.getItem('session'));
    const ask = async (path, body) => {
      const headers = { authorization: `Bearer ${session}`, 'content-type': 'application/json' };
      return (await fetch(`${backend}/api/${path}`, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) })).status;
    };
    return [
      await ask('rooms/2/messages'),
      await ask('rooms/2/join', {}),
      await ask('rooms/2/messages', { id: crypto.randomUUID(), text: 'hello' }),
      await ask('channel-token', { channel: 'room:2' }),
      await ask('channel-token', { channel: 'user:#1' }),
      await ask('channel-token', { channel: 'room:1' }),
      // What can never be stored is refused for good, or the page would try for ever.
      await ask('rooms/1/messages', { id: crypto.randomUUID(), text: 'half a pair \ud800' }),
      await ask('rooms/1/messages', { id: crypto.randomUUID(), text: 'a\0b' }),
    ];
  });
  assert.deepEqual(answers, [404, 404, 404, 404, 403, 200, 422, 422]);
});

test('older messages come page by page, and the reader stays where they are', async (t) => {
  const dev = await startMessenger(t);
  const browser = await openBrowser(t);
  const ann = await signsIn(browser, dev, 'Ann');
  const said = Array.from({ length: 120 }, (_, number) => `message ${number + 1}`);
  await ann.page.evaluate(async (texts) => {
    const { backend } = await (await fetch('/config.json')).json();
    const { session } = JSON.parse(sessionStorage.getItem('session'));
    const headers = { authorization: `Bearer ${session}`, 'content-type': 'application/json' };
    for (const text of texts) {
      await fetch(`${backend}/api/rooms/1/messages`, { method: 'POST', headers, body: JSON.stringify({ id: crypto.randomUUID(), text }) });
    }
  }, said);
  await ann.sees('message 120');

  const bob = await signsIn(browser, dev, 'Bob');
  await bob.sees('message 120');
  const loaded = (await bob.messages()).length;
  assert.ok(loaded <= 50, `${loaded} are loaded at once`);
  const top = bob.page.locator('.message').first();
  const text = await top.locator('.markdown').textContent();
  await bob.page.locator('.messages').evaluate((list) => (list.scrollTop = 0));
  await bob.page.waitForFunction((before) => document.querySelectorAll('.message').length > before, loaded);
  // The message that was at the top is still in view, not the first of those that came before it.
  const place = await bob.page.locator('.message').filter({ hasText: new RegExp(`^${text}`) }).first().evaluate((line) => {
    const list = line.closest('.messages');
    return line.getBoundingClientRect().top - list.getBoundingClientRect().top;
  });
  assert.ok(Math.abs(place) < 120, `it moved to ${place}`);
  while (await bob.page.locator('.beginning').count() === 0) {
    const before = await bob.page.locator('.message').count();
    await bob.page.locator('.messages').evaluate((list) => (list.scrollTop = 0));
    await bob.page.waitForFunction((count) => document.querySelectorAll('.message').length > count || document.querySelector('.beginning'), before);
  }
  assert.deepEqual(await bob.messages(), said);
});
