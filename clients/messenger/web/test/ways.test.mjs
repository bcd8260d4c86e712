// The messenger's story, told by each way that its backend's events can take.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';

import { openBrowser, signsIn } from './support/people.mjs';
import { ROOT, startMessenger, temporaryFolder } from './support/servers.mjs';
import { startKafka, startPostgresql, untilRow } from './support/services.mjs';

/** The server's options for the consumer that clients/messenger/consumers documents. */
async function consumer(t, way, replace, more = '') {
  const file = path.join(await temporaryFolder(t), 'fanwire.toml');
  const documented = await readFile(path.join(ROOT, `clients/messenger/consumers/${way}.toml`), 'utf8');
  assert.ok(documented.includes(replace[0]));
  await writeFile(file, documented.replace(...replace) + more);
  return ['--config', file];
}

/** A killed member of the group is given up at once. */
const QUICK = 'properties = ["session.timeout.ms=1000", "heartbeat.interval.ms=200"]\n';

const WAYS = {
  direct: (t) => startMessenger(t, { PUBLISH: 'direct' }),
  async outbox(t) {
    const url = await startPostgresql(t);
    const options = await consumer(t, 'outbox', ['postgres://postgres@127.0.0.1:5432/messenger', url]);
    return startMessenger(t, { PUBLISH: 'outbox', DATABASE_URL: url }, options);
  },
  async cdc(t) {
    const url = await startPostgresql(t);
    const options = await consumer(t, 'cdc', ['postgres://postgres@127.0.0.1:5432/messenger', url]);
    const dev = await startMessenger(t, { PUBLISH: 'cdc', DATABASE_URL: url }, options);
    // What is written before there is a slot is not read.
    await untilRow(url, 'SELECT 1 FROM pg_replication_slots WHERE active');
    return dev;
  },
  async kafka(t) {
    const address = await startKafka(t);
    const options = await consumer(t, 'kafka', ['127.0.0.1:9092', address], QUICK);
    return startMessenger(t, { PUBLISH: 'kafka', KAFKA_BROKERS: address }, options);
  },
};

for (const [way, start] of Object.entries(WAYS)) {
  test(`by ${way}: nothing is lost, doubled or out of order`, async (t) => {
    const dev = await start(t);
    const browser = await openBrowser(t);
    const ann = await signsIn(browser, dev, 'Ann');
    const bob = await signsIn(browser, dev, 'Bob');
    await bob.inspects();
    await bob.page.getByRole('region', { name: 'Backend' }).getByText(`Publishes by ${way}`).waitFor();
    await ann.write('hello');
    await bob.sees('hello');
    await bob.write('hello Ann');
    await ann.sees('hello Ann');

    await bob.goesOffline();
    await bob.disconnected();
    for (const text of ['one', 'two']) await ann.write(text);
    await ann.sees('two');
    await bob.comesBack();
    await bob.sees('two');
    await bob.outcome('user:#2', 'RECOVERED');

    const wanted = ['hello', 'hello Ann', 'one', 'two'];
    const numbers = Array.from({ length: 12 }, (_, number) => `message ${number}`);
    for (const [number, text] of numbers.entries()) {
      if (number === 4) await dev.kill();
      await ann.write(text);
    }
    await ann.disconnected();
    await dev.start();
    await bob.connected();
    await bob.sees(numbers.at(-1));
    await bob.write('still here');
    await ann.sees('still here');
    wanted.push(...numbers, 'still here');
    assert.deepEqual([await ann.messages(), await bob.messages()], [wanted, wanted]);

    // It is told as well who may be here no longer.
    await dev.revoke('Bob');
    await bob.page.getByRole('alert').getByText('your access was revoked').waitFor();
    assert.deepEqual([...ann.errors, ...bob.errors], []);
  });
}
