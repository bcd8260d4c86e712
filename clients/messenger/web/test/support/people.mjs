// People at their browsers.

import { chromium } from 'playwright-core';

/** Debian's Chromium, for the time of the test. */
export async function openBrowser(t) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--no-proxy-server',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
  t.after(() => browser.close());
  return browser;
}

/** Somebody with a browser of their own, at the page. */
export async function comes(browser, dev, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const person = new PersonAt(page);
  page.on('pageerror', (error) => person.errors.push(error.message));
  await page.goto(dev.url);
  return person;
}

/** The same, signed in. */
export async function signsIn(browser, dev, name, options) {
  const person = await comes(browser, dev, options);
  await person.signIn(name);
  return person;
}

class PersonAt {
  /** Errors that the page did not catch. */
  errors = [];

  constructor(page) {
    this.page = page;
  }

  async signIn(name) {
    await this.page.getByLabel('Name').fill(name);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.connected();
  }

  connected = () => this.page.locator('.sidebar .state.connected').waitFor();
  disconnected = () => this.page.locator('.sidebar .state:not(.connected)').waitFor();

  /** Writes into the open room. */
  async write(text) {
    const composer = this.page.locator('#composer');
    await composer.fill(text);
    await composer.press('Enter');
  }

  /** Waits until the message is there, and stored if it is one's own. */
  sees = (text) => this.page.locator('.message:not(.waiting) .markdown').filter({ hasText: exactly(text) }).waitFor();

  /** All messages that are shown, in order. */
  messages = () => this.page.locator('.message .markdown').allTextContents();

  room = (name) => this.page.locator('button.room').filter({ hasText: name });

  /** Holds requests of the page back until they are released. */
  async holds(url) {
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await this.page.route(url, async (route) => {
      await released;
      await route.continue();
    });
    return { release };
  }

  /** Opens a room of the list. */
  async opens(name) {
    await this.room(name).click();
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  async creates(name) {
    await this.page.getByRole('button', { name: 'New room' }).click();
    await this.page.getByLabel('Name of the room').fill(name);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  async joins(name) {
    await this.page.getByRole('button', { name: 'Discover' }).click();
    await this.page.getByRole('button', { name: `Join ${name}` }).click();
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  /** Waits until somebody is shown as online in the open room. */
  seesOnline = (name) => this.page.locator('.members li.here').filter({ hasText: name }).waitFor();

  seesAway = (name) => this.page.locator('.members li.away').filter({ hasText: name }).waitFor();

  /** The offline switch; the box itself is drawn by its label. */
  goesOffline = () => this.page.getByRole('switch').check({ force: true });
  comesBack = () => this.page.getByRole('switch').uncheck({ force: true });

  async inspects() {
    await this.page.getByRole('button', { name: 'Inspector' }).first().click();
    await this.page.getByRole('complementary', { name: 'Inspector' }).waitFor();
  }

  /** How the last recovery of a channel ended, as the inspector says. */
  outcome = (channel, outcome) => this.page.locator(`[data-channel="${channel}"] .outcome`, { hasText: exactly(outcome) }).waitFor();
}

export function exactly(text) {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
