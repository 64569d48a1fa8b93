import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/** TensorFlow.js stays outside, found from where it is imported. */
const tensorflowOutside = {
  name: 'tensorflow-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^@tensorflow\// }, ({ path, importer }) => ({
      path: pathToFileURL(createRequire(importer).resolve(path)).href,
      external: true,
    }));
  },
};

/** Modules that look for files beside themselves find those beside their source. */
const ownPlaces = {
  name: 'own-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const place = JSON.stringify(pathToFileURL(path).href);
      return { contents: code.replaceAll('import.meta.url', place), loader: 'ts' };
    });
  },
};

const programs = ['main.ts', 'sides/own.ts', 'sides/own-startup.ts', 'sides/tfjs.ts', 'sides/tfjs-startup.ts'];

/**
 * Bundles the program and the processes that it starts, each a file of its own name.
 *
 * @param {string} outdir where they go
 * @param {readonly string[]} [entries] which, as paths under src
 */
export async function bundle(outdir, entries = programs) {
  await build({
    entryPoints: entries.map((entry) => ({ in: join(here, 'src', entry), out: basename(entry, '.ts') })),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@mariana/source'],
    plugins: [tensorflowOutside, ownPlaces],
    logLevel: 'warning',
  });
}
