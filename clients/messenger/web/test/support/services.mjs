// What the ways to publish need: PostgreSQL, and a Kafka broker.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { ROOT, freePort, temporaryFolder } from './servers.mjs';

const run = promisify(execFile);
const PATIENCE = 60_000;

/** A PostgreSQL server for the time of the test; returns the URL of its database. */
export async function startPostgresql(t) {
  const folder = await temporaryFolder(t);
  const port = await freePort();
  const [newest] = (await readdir('/usr/lib/postgresql')).sort((a, b) => Number(b) - Number(a));
  const programs = `/usr/lib/postgresql/${newest}/bin`;
  const data = path.join(folder, 'data');
  let as = [];
  if (process.getuid() === 0) { // it refuses root
    await run('chown', ['postgres:postgres', folder]);
    as = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'];
  } else await chmod(folder, 0o700);
  const command = [...as, 'env', `HOME=${folder}`, 'LC_ALL=C'];
  const initdb = [...command, `${programs}/initdb`, '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await run(initdb[0], initdb.slice(1), { cwd: '/', timeout: PATIENCE });
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'wal_level=logical', 'fsync=off'];
  const server = [...command, `${programs}/postgres`, '-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(server[0], server.slice(1), { cwd: '/', stdio: 'ignore' });
  t.after(() => end(child, 'SIGQUIT'));
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await until(child, () => run('psql', ['-qc', 'SELECT 1', url]).then(() => true, () => false));
  return url;
}

/** Asks the database until the query has a row. */
export async function untilRow(url, query) {
  await until(undefined, async () => (await run('psql', ['-Atc', query, url])).stdout !== '');
}

/** A broker that is its own controller, for the time of the test; returns its address. */
export async function startKafka(t) {
  const folder = await temporaryFolder(t);
  const [port, controller] = [await freePort(), await freePort()];
  const address = `127.0.0.1:${port}`;
  const settings = [
    'process.roles=broker,controller', 'node.id=1', `controller.quorum.voters=1@127.0.0.1:${controller}`,
    `listeners=PLAINTEXT://${address},CONTROLLER://127.0.0.1:${controller}`, `advertised.listeners=PLAINTEXT://${address}`,
    'controller.listener.names=CONTROLLER', 'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name=PLAINTEXT', `log.dirs=${folder}/data`, 'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1', 'transaction.state.log.replication.factor=1', 'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0', 'group.min.session.timeout.ms=500', 'auto.create.topics.enable=false', 'log.cleaner.dedupe.buffer.size=2097152',
  ];
  await writeFile(`${folder}/server.properties`, settings.join('\n'));
  // What `kafka-storage format` writes.
  await mkdir(`${folder}/data`);
  await writeFile(`${folder}/data/meta.properties`, 'version=1\ncluster.id=AAAAAAAAAAAAAAAAAAAAAQ\nnode.id=1\n');
  const jars = path.join(ROOT, 'tests/.tools/kafka/lib/*');
  const java = ['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', jars, 'kafka.Kafka', 'server.properties'];
  const child = spawn('java', java, { cwd: folder, stdio: 'ignore' });
  t.after(() => end(child, 'SIGKILL'));
  await until(child, () => accepts(port));
  return address;
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.end(() => resolve(true)));
    socket.on('error', () => resolve(false));
  });
}

async function until(child, condition) {
  const deadline = Date.now() + PATIENCE;
  while (!(await condition())) {
    if (child && child.exitCode !== null) throw new Error(`${child.spawnfile} has ended`);
    if (Date.now() > deadline) throw new Error('it did not happen');
    await pause(50);
  }
}

async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
