// Opens Listen, subscribes through Send and shows each publication as it comes.

import { SERVICE, listenRequest, reply, sendRequest, subscribe } from './fanwire.mjs';
import { Frames, frame } from './protobuf.mjs';

const query = new URLSearchParams(location.search);

const call = (method, message) =>
  fetch(query.get('server') + SERVICE + method, {
    method: 'POST',
    headers: { 'content-type': 'application/grpc-web+proto', 'x-grpc-web': '1' },
    body: frame(message),
  });

const show = (text) => (document.getElementById('state').textContent = text);

async function handle(message) {
  if (message.session) await call('Send', sendRequest(message, 1, subscribe(2, query.get('channel'))));
  if (message.subscribed) show('subscribed');
  if (message.error) show(message.error.message);
  if (message.push) {
    const item = document.createElement('li');
    item.textContent = message.push.data;
    document.getElementById('pushes').append(item);
  }
}

async function run() {
  const frames = new Frames();
  const reader = (await call('Listen', listenRequest())).body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return show('ended');
    for (const { trailer, data } of frames.take(value)) {
      if (!trailer) await handle(reply(data));
    }
  }
}

run().catch((error) => show(String(error)));
