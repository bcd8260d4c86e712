// Clients, and what they hear.

import { Fanwire, toText } from '../../dist/fanwire.js';

/** A client that is disconnected after the test `t`, with short waits. */
export function newClient(t, server, options = {}) {
  const client = new Fanwire(server.url, { minReconnectDelay: 20, maxReconnectDelay: 200, ...options });
  t.after(() => client.disconnect());
  return client;
}

/** The same, connected. */
export async function connected(t, server, options) {
  const client = newClient(t, server, options);
  client.connect();
  await client.ready();
  return client;
}

/** Subscribes and waits for it; what comes is in `log`. */
export async function subscribed(client, channel, options) {
  const sub = client.newSubscription(channel, options);
  const log = listen(sub);
  sub.subscribe();
  await sub.ready();
  return { sub, log };
}

const NAMES = ['subscribing', 'subscribed', 'unsubscribed', 'publication', 'join', 'leave', 'gap', 'error', 'connecting', 'connected', 'disconnected'];

/** Collects the events of a client or subscription. */
export function listen(emitter) {
  const log = new Log();
  for (const name of NAMES) emitter.on(name, (event) => log.add(name, event));
  return log;
}

class Log {
  /** All events: name and payload. */
  events = [];
  #waiting = new Set();

  add(name, event) {
    this.events.push({ name, event });
    for (const look of [...this.#waiting]) look();
  }

  /** Payloads of the events called `name`. */
  all(name) {
    return this.events.filter((one) => one.name === name).map((one) => one.event);
  }

  /** Texts of the publications. */
  get texts() {
    return this.all('publication').map(({ data }) => toText(data));
  }

  /** Names, in order. */
  get names() {
    return this.events.map(({ name }) => name);
  }

  /** Resolves with the payloads of `name` once there are `count`. */
  until(name, count = 1) {
    return this.untilTrue(() => this.all(name).length >= count && this.all(name));
  }

  /** Resolves with what `condition` gives, once that is true, looking at each event. */
  untilTrue(condition) {
    return new Promise((resolve) => {
      const look = () => {
        const value = condition();
        if (!value) return;
        this.#waiting.delete(look);
        resolve(value);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
