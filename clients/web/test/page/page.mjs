// Follows one channel and shows what comes.

import { Fanwire, toText } from './fanwire.js';

const query = new URLSearchParams(location.search);
const options = JSON.parse(query.get('options'));
const { sub: subOptions = { recoverable: true }, tokens = [], ...clientOptions } = options;

const client = new Fanwire(query.get('server'), {
  minReconnectDelay: 20,
  maxReconnectDelay: 200,
  ...(tokens.length > 0 && { getToken: () => window.takeToken() }),
  ...clientOptions,
});
const sub = client.newSubscription(query.get('channel'), subOptions);
const state = document.querySelector('#state');
const show = (text) => () => (state.textContent = text);

for (const name of ['subscribing', 'unsubscribed']) sub.on(name, show(name));
sub.on('subscribed', ({ outcome }) => {
  state.textContent = 'subscribed';
  state.dataset.outcome = outcome;
});
sub.on('publication', ({ data }) => {
  const item = document.createElement('li');
  item.textContent = toText(data);
  document.querySelector('#publications').append(item);
});
const report = ({ code, message }) => document.querySelector('#errors').append(`${code} ${message}\n`);
client.on('error', report);
sub.on('error', report);
client.on('disconnected', ({ code, reason }) => (state.textContent = `disconnected ${code} ${reason}`));

sub.subscribe();
client.connect();
Object.assign(window, { client, sub });
