// The page itself: what it makes of messages, how it is served, the keyboard, how it looks.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { buildPage } from '../build.mjs';
import { comes, openBrowser, signsIn } from './support/people.mjs';
import { startDev, startMessenger } from './support/servers.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** For people to look at; not committed. */
const ARTIFACTS = path.join(ROOT, 'artifacts');

test('dist is what the sources build', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fanwire-page-'));
  t.after(() => rm(folder, { recursive: true }));
  await buildPage(folder);
  const dist = path.join(ROOT, 'dist');
  assert.deepEqual((await readdir(folder)).sort(), (await readdir(dist)).sort());
  for (const name of await readdir(dist)) {
    const [fresh, committed] = await Promise.all([folder, dist].map((root) => readFile(path.join(root, name), 'utf8')));
    assert.ok(fresh === committed, `${name} is not what the sources build, run: npm run build`);
  }
});

test('the page is served with what keeps strangers out', async (t) => {
  const dev = await startDev(t, ['--backend', 'http://127.0.0.1:9']);
  const response = await fetch(dev.url);
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const policy = response.headers.get('content-security-policy').split('; ');
  assert.ok(policy.includes(`connect-src 'self' http://${dev.client} http://127.0.0.1:9`), String(policy));
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]) assert.ok(policy.includes(part), part);
  assert.equal((await fetch(`${dev.url}/nothing`)).status, 404);
  assert.deepEqual(await (await fetch(`${dev.url}/config.json`)).json(), { server: `http://${dev.client}`, backend: 'http://127.0.0.1:9' });
  // Only this page's origin may connect.
  const preflight = (origin) => fetch(`http://${dev.client}/fanwire.client.v1.ClientService/Send`, {
    method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' },
  });
  assert.equal((await preflight(dev.url)).headers.get('access-control-allow-origin'), dev.url);
  assert.equal((await preflight('http://evil.example')).status, 403);
});

test('markup in messages is markdown, and never HTML', async (t) => {
  const dev = await startMessenger(t);
  const browser = await openBrowser(t);
  const ann = await signsIn(browser, dev, 'Ann');
  const bob = await signsIn(browser, dev, '<img src=x onerror=alert(1)>');
  const dialogs = [];
  for (const { page } of [ann, bob]) page.on('dialog', (dialog) => dialogs.push(dialog.message()) && dialog.dismiss());
  const attacks = [
    '<script>alert(1)</script>',
    '<img src=x onerror="alert(1)">',
    '<svg/onload=alert(1)><iframe srcdoc="<script>parent.alert(1)</script>">',
    '[click](javascript:alert(1))',
    '[click](JaVaScRiPt:alert(1))',
    '[click](data:text/html,<script>alert(1)</script>)',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
    '[x](vbscript:msgbox)',
    '<a href="javascript:alert(1)">x</a>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '`<b>code</b>`',
  ];
  for (const text of attacks) await ann.write(text);
  const lines = bob.page.locator('.message .markdown');
  await lines.nth(attacks.length - 1).waitFor();
  // Word for word, but for the marks of code.
  assert.deepEqual(await lines.allTextContents(), attacks.map((text) => text.replaceAll('`', '')));
  const foreign = await bob.page.locator('.messages').evaluate((list) => {
    const elements = [...list.querySelectorAll('*')];
    const bad = elements.filter((e) => e.matches('script, iframe, svg, object, embed, b, img, a[href]') || [...e.attributes].some(({ name }) => name.startsWith('on')));
    return bad.map((element) => element.outerHTML);
  });
  assert.deepEqual(foreign, []);
  assert.deepEqual(dialogs, []);

  await ann.write('**bold** *italic* ~~gone~~ `code` [site](https://example.com/a?b=1&c=2) https://example.org.');
  const rich = bob.page.locator('.message .markdown').last();
  await rich.locator('strong', { hasText: 'bold' }).waitFor();
  const html = await rich.innerHTML();
  assert.equal(html, '<p><strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code> ' +
    '<a href="https://example.com/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">site</a> ' +
    '<a href="https://example.org/" target="_blank" rel="noopener noreferrer nofollow">https://example.org</a>.</p>');
});

test('without a backend there is one room, at once', async (t) => {
  const dev = await startDev(t);
  const browser = await openBrowser(t);
  const [ann, bob] = await Promise.all(['Ann', 'Bob'].map(async (name) => {
    const person = await comes(browser, dev);
    await person.connected();
    await person.page.getByRole('button', { name: 'Change your name' }).click();
    await person.page.getByLabel('Name', { exact: true }).fill(name);
    await person.page.keyboard.press('Enter');
    return person;
  }));
  await ann.seesOnline('Bob');
  await bob.seesOnline('Ann');
  await bob.page.locator('#composer').pressSequentially('He');
  await ann.page.getByText('Bob is typing…').waitFor();
  await bob.write('Hello');
  await ann.sees('Hello');
  await ann.goesOffline();
  await ann.disconnected();
  await bob.write('missed');
  await bob.sees('missed');
  await ann.comesBack();
  await ann.sees('missed');
  await ann.inspects();
  await ann.outcome('chat:lobby', 'RECOVERED');
  await dev.kill();
  await ann.disconnected();
  await ann.write('while it is away');
  await dev.start();
  await bob.sees('while it is away');
  const said = ['Hello', 'missed', 'while it is away'];
  assert.deepEqual([await ann.messages(), await bob.messages()], [said, said]);
  await ann.page.reload();
  await ann.sees('while it is away');
  assert.deepEqual(await ann.messages(), said);
  await bob.page.close();
  await ann.page.locator('.members li', { hasText: 'Bob' }).waitFor({ state: 'detached' });
  assert.deepEqual(ann.errors, []);
});

test('everything can be done with the keyboard', async (t) => {
  const dev = await startMessenger(t);
  const browser = await openBrowser(t);
  const { page } = await comes(browser, dev);
  const { keyboard } = page;
  const focused = (selector) => page.locator(selector).and(page.locator(':focus')).waitFor();
  // Signs in: the field has the focus.
  await focused('.card input');
  await keyboard.type('Ann');
  await keyboard.press('Enter');
  await focused('#composer');
  await keyboard.type('written by hand');
  await keyboard.press('Enter');
  await page.locator('.message', { hasText: 'written by hand' }).waitFor();
  // Makes a room: the buttons are behind the search field.
  await keyboard.press('Control+k');
  await focused('#find');
  for (let step = 0; step < 2; step++) await keyboard.press('Tab');
  await keyboard.press('Enter');
  await focused('dialog input');
  await keyboard.type('Keys');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
  await focused('#composer');
  // Goes from room to room, by order and by name.
  await keyboard.press('Alt+ArrowDown');
  await page.getByRole('heading', { level: 1, name: 'General' }).waitFor();
  await keyboard.press('Control+k');
  await keyboard.type('key');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
  await focused('#composer');
  // Opens and closes what is beside it.
  await keyboard.press('Control+.');
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor({ state: 'detached' });
  await focused('#composer');
  // A dialog gives the focus back.
  await keyboard.press('Control+k');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Discover rooms' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await focused('.buttons button');
  // The switch.
  await page.getByRole('switch').focus();
  await keyboard.press('Space');
  await page.locator('.sidebar .state.offline').waitFor();
  await keyboard.press('Space');
  await page.locator('.sidebar .state.connected').waitFor();
});

test('it looks right on a desktop and on a phone, in the light and in the dark', async (t) => {
  await mkdir(ARTIFACTS, { recursive: true });
  const dev = await startMessenger(t);
  const picture = await servePicture(t);
  const browser = await openBrowser(t);
  const phone = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: 'dark' };
  const ann = await signsIn(browser, dev, 'Ann Hofer', { colorScheme: 'light' });
  const bob = await signsIn(browser, dev, 'Bob', phone);
  await bob.opens('General');
  await ann.creates('Gardening');
  await ann.creates('Weekend in the mountains');
  await ann.opens('General');
  await ann.write('Good morning! Here is the **plan**:\n\n- meet at `8:00`\n- bring [the map](https://example.com/map)');
  await bob.write('Sounds good');
  await bob.write('> bring the map\n\nI have it already, *and* this picture:');
  await bob.write(`![The hut](${picture})`);
  await ann.page.locator('.picture img').waitFor();
  await ann.write('Lovely. See you there!');
  await bob.sees('Lovely. See you there!');
  await ann.page.getByTitle('Read by Bob').nth(1).waitFor();
  const gone = await signsIn(browser, dev, 'Chris');
  await gone.write('Late as always, can I still come?');
  await ann.sees('Late as always, can I still come?');
  await gone.page.close();
  await ann.seesAway('Chris');
  const whole = (page, name) => page.screenshot({ path: path.join(ARTIFACTS, `${name}.png`) });
  await fits(ann.page);
  await whole(ann.page, 'desktop-light');
  await bob.page.locator('#composer').pressSequentially('Of course');
  await ann.page.getByText('Bob is typing…').waitFor();
  await ann.inspects();
  await ann.goesOffline();
  await ann.disconnected();
  await bob.write('Of course!');
  await ann.comesBack();
  await ann.sees('Of course!');
  await ann.outcome('user:#1', 'RECOVERED');
  await fits(ann.page);
  await whole(ann.page, 'desktop-inspector');
  await ann.page.emulateMedia({ colorScheme: 'dark' });
  await whole(ann.page, 'desktop-dark');
  await fits(bob.page);
  await whole(bob.page, 'phone-room');
  await bob.page.getByRole('button', { name: 'Back to the rooms' }).click();
  await bob.page.getByRole('button', { name: 'Discover' }).click();
  await bob.page.getByRole('button', { name: 'Join Gardening' }).waitFor();
  await whole(bob.page, 'phone-discover');
  await bob.page.keyboard.press('Escape');
  await fits(bob.page);
  await whole(bob.page, 'phone-rooms');
  await bob.inspects();
  await fits(bob.page);
  await whole(bob.page, 'phone-inspector');
  await dev.revoke('Bob');
  await bob.page.getByRole('alert').waitFor();
  await whole(bob.page, 'phone-fatal');
  await ann.page.getByRole('button', { name: 'Sign out' }).click();
  await ann.page.getByRole('button', { name: 'Sign in' }).waitFor();
  await whole(ann.page, 'desktop-login');
});

/** Nothing sticks out: neither the page nor a pane scrolls sideways, and no control is outside of the window. */
async function fits(page) {
  const out = await page.evaluate(() => {
    const { innerWidth: width, innerHeight: height } = window;
    const wide = [document.documentElement, ...document.querySelectorAll('.sidebar, .chat, .messages, .drawer, .drawer .body, nav')]
      .filter((pane) => pane.scrollWidth > pane.clientWidth + 1).map((pane) => `${pane.className} is wider than its place`);
    const outside = [...document.querySelectorAll('header button, footer button, .composer textarea, .composer button')].filter((control) => {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      return right > left && (left < 0 || right > width || top < 0 || bottom > height);
    }).map((control) => `${control.outerHTML.slice(0, 80)} is outside`);
    return [...wide, ...outside];
  });
  assert.deepEqual(out, []);
}

/** A picture from another origin. */
async function servePicture(t) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270"><rect width="480" height="270" fill="#9fd3ff"/>
    <circle cx="390" cy="60" r="30" fill="#ffe08a"/><path d="M0 270 150 90 240 190 330 70 480 270Z" fill="#55738c"/>
    <path d="M300 110 330 70 362 112 340 105 328 118Z" fill="#fff"/><path d="M190 220h70v45h-70z" fill="#8a4b2a"/><path d="M180 224 225 188 270 224Z" fill="#5f2f18"/></svg>`;
  const server = http.createServer((_, response) => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(svg));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/hut.svg`;
}
