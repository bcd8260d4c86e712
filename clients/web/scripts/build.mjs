// Builds the package: build.mjs [FOLDER], dist/ by default.

import { execFile } from 'node:child_process';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Bundles src/ and writes its types into `folder`. */
export async function buildPackage(folder) {
  const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  await rm(folder, { recursive: true, force: true });
  const options = {
    absWorkingDir: ROOT,
    banner: { js: `/* @fanwire/client ${version}, MIT OR Apache-2.0. Licenses of what it contains: THIRD-PARTY-LICENSES */` },
    bundle: true,
    define: { __VERSION__: JSON.stringify(version) },
    format: 'esm',
    legalComments: 'none',
    lineLimit: 120,
    logLevel: 'warning',
    minify: true,
    outdir: folder,
    target: 'es2022',
  };
  const { metafile } = await build({ ...options, metafile: true, entryPoints: { fanwire: 'src/bundle.ts' } });
  await build({ ...options, entryPoints: { worker: 'src/worker.ts' }, external: ['./fanwire.js'] });
  await promisify(execFile)('node', ['node_modules/typescript/bin/tsc', '-p', '.', '--outDir', folder], { cwd: ROOT });
  await keepPublicTypes(folder);
  await writeFile(path.join(folder, 'THIRD-PARTY-LICENSES'), await notices(metafile));
}

/** What the files of other packages that are in the bundle say at their beginning, once each. */
async function notices({ outputs }) {
  const inputs = Object.entries(Object.values(outputs)[0].inputs);
  const files = inputs.filter(([name, { bytesInOutput }]) => name.startsWith('node_modules/') && bytesInOutput > 0);
  const found = new Map();
  for (const [file] of files.sort()) {
    const text = await readFile(path.join(ROOT, file), 'utf8');
    const notice = /^(?:\/\/.*\n)*/.exec(text)[0].replace(/^\/\/ ?/gm, '');
    found.set(notice, [...(found.get(notice) ?? []), file.slice('node_modules/'.length)]);
  }
  return [...found].map(([notice, names]) => `${names.join('\n')}\n\n${notice}`).join('\n\n');
}

/** Removes the types that index.d.ts does not lead to. */
async function keepPublicTypes(folder) {
  const reached = new Set();
  const visit = async (name) => {
    if (reached.has(name)) return;
    reached.add(name);
    const text = await readFile(path.join(folder, name), 'utf8');
    for (const [, target] of text.matchAll(/from '(\.[^']*)\.js'/g)) {
      await visit(path.join(path.dirname(name), `${target}.d.ts`));
    }
  };
  await visit('index.d.ts');
  for (const entry of await readdir(folder, { recursive: true })) {
    if (entry.endsWith('.d.ts') && !reached.has(entry)) await rm(path.join(folder, entry));
  }
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await rm(path.join(folder, entry.name), { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildPackage(path.resolve(process.argv[2] ?? path.join(ROOT, 'dist')));
}
