// Builds the page: build.mjs [FOLDER], dist/ by default. The server embeds it.

import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

export async function buildPage(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    absWorkingDir: ROOT,
    alias: { '@fanwire/client': path.join(ROOT, '../../web/dist/fanwire.js') },
    bundle: true,
    entryPoints: { app: 'src/main.tsx' },
    format: 'esm',
    legalComments: 'none',
    lineLimit: 120,
    logLevel: 'warning',
    minify: true,
    outdir: folder,
    target: 'es2022',
  });
  await build({
    absWorkingDir: ROOT, entryPoints: { app: 'src/ui/app.css' }, bundle: true, minify: true, lineLimit: 120,
    logLevel: 'warning', outdir: folder, target: 'es2022',
  });
  for (const name of ['index.html', 'icon.svg']) await copyFile(path.join(ROOT, 'src', name), path.join(folder, name));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildPage(path.resolve(process.argv[2] ?? path.join(ROOT, 'dist')));
}
