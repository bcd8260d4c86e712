// The package: what is committed is what the sources build, and it is small.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';

import { buildPackage } from '../scripts/build.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = path.join(ROOT, 'dist');
const run = promisify(execFile);

/** A folder that is removed after the test. */
async function folder(t) {
  const made = await mkdtemp(path.join(tmpdir(), 'fanwire-package-'));
  t.after(() => rm(made, { recursive: true }));
  return made;
}

/** All files below, by name. */
async function contents(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(await Promise.all(files.map(async (file) => [path.relative(root, file), await readFile(file, 'utf8')])));
}

test('dist is what the sources build', async (t) => {
  const fresh = path.join(await folder(t), 'dist');
  await buildPackage(fresh);
  assert.deepEqual(await contents(fresh), await contents(DIST), 'run: npm run build');
});

test('src/gen is what the proto files generate', async (t) => {
  const root = await folder(t);
  const client = path.join(root, 'clients/web');
  await mkdir(client, { recursive: true });
  await cp(path.join(ROOT, '../../proto'), path.join(root, 'proto'), { recursive: true });
  for (const name of ['generate.sh', 'buf.gen.yaml']) await cp(path.join(ROOT, name), path.join(client, name));
  await symlink(path.join(ROOT, 'node_modules'), path.join(client, 'node_modules'));
  const bin = path.join(ROOT, '../../tests/web/node_modules/.bin');
  await run('./generate.sh', { cwd: client, env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } });
  assert.deepEqual(await contents(path.join(client, 'src/gen')), await contents(path.join(ROOT, 'src/gen')), 'run: ./generate.sh');
});

test('the size is what the README says, and at most 25 KB', async () => {
  const bytes = gzipSync(await readFile(path.join(DIST, 'fanwire.js')), { level: 9 }).length;
  const readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
  const said = Number(/([\d.]+) KB gzipped/.exec(readme)[1]);
  assert.ok(Math.abs(bytes / 1000 - said) <= 0.2, `${bytes} bytes, and the README says ${said} KB`);
  assert.ok(bytes <= 25_000);
});

test('it needs no other package, and its types need none either', async (t) => {
  const manifest = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  assert.equal(manifest.dependencies, undefined);
  for (const [name, text] of Object.entries(await contents(DIST))) {
    const foreign = [...text.matchAll(/(?:from|import)\s*["']([^."'][^"']*)["']/g)].map(([, target]) => target);
    assert.deepEqual(foreign, [], name);
  }
  // An application with the strictest settings, which looks into the library's types.
  const app = await folder(t);
  await mkdir(path.join(app, 'node_modules/@fanwire'), { recursive: true });
  await symlink(ROOT, path.join(app, 'node_modules/@fanwire/client'));
  await writeFile(path.join(app, 'app.ts'), `
    import { Fanwire, FanwireError, type Publication, UnauthorizedError, toJson } from '@fanwire/client';
    const client = new Fanwire('https://rt.example.com', { getToken: async () => 'token', sharing: false });
    const sub = client.newSubscription('chat:1', {
      recoverable: true,
      tagsFilter: { op: 'not', nodes: [{ key: 'lang', cmp: 'eq', val: 'en' }] },
      getState: async ({ position, outcome }) => (outcome === 'TRIMMED' ? position : undefined),
    });
    const off: () => void = sub.on('publication', (publication: Publication) => {
      const { text } = toJson<{ text: string }>(publication.data);
      const offset: bigint = publication.offset;
      console.log(text, offset);
    });
    sub.on('subscribed', ({ recovered, outcome }) => console.log(recovered, outcome));
    client.on('error', (error: FanwireError) => console.log(error.code, error.temporary));
    // @ts-expect-error there is no such event
    client.on('nothing', () => {});
    // @ts-expect-error offsets are bigints
    client.newSubscription('chat:2', { since: { offset: 1, epoch: '' } });
    void sub.publish({ text: 'hi' }).then(({ offset }) => offset + 1n);
    throw new UnauthorizedError(String(off));
  `);
  const options = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom'];
  for (const module of [['--module', 'nodenext'], ['--module', 'esnext', '--moduleResolution', 'bundler']]) {
    await run('node', [path.join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, ...module, '--types', '', 'app.ts'], { cwd: app })
      .catch((error) => assert.fail(error.stdout));
  }
});

test('a bundler takes it', async (t) => {
  const app = await folder(t);
  await mkdir(path.join(app, 'node_modules/@fanwire'), { recursive: true });
  await symlink(ROOT, path.join(app, 'node_modules/@fanwire/client'));
  await writeFile(path.join(app, 'app.js'), "import { Fanwire } from '@fanwire/client'; globalThis.client = new Fanwire('http://localhost');");
  const { warnings } = await build({ absWorkingDir: app, entryPoints: ['app.js'], bundle: true, format: 'esm', outfile: 'out.js', logLevel: 'silent' });
  assert.deepEqual(warnings, []);
  const bundle = await readFile(path.join(app, 'out.js'), 'utf8');
  assert.match(bundle, /new SharedWorker\(\s*new URL\("\.\/worker\.js", import\.meta\.url\), \{ type: "module" \}\)/);
  await import(path.join(app, 'out.js'));
  assert.equal(globalThis.client.state, 'disconnected');
});

test('the sources have no type errors', async () => {
  await run('node', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'], { cwd: ROOT })
    .catch((error) => assert.fail(error.stdout));
});
