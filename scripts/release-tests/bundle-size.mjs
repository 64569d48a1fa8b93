/**
 * Bundles three programs for a page from the built packages, and holds their sizes (kB = 1000 bytes, gzipped) to the
 * limits in bundle-sizes.json.
 *
 *   node scripts/release-tests/bundle-size.mjs
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = import.meta.dirname;
const limits = JSON.parse(readFileSync(join(here, 'bundle-sizes.json'), 'utf8'));
let tooLarge = 0;

for (const [name, limit] of Object.entries(limits)) {
  const { outputFiles, warnings } = await build({
    entryPoints: [join(here, 'bundles', `${name}.ts`)],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['@tensorflow/*'],
    logLevel: 'warning',
    logOverride: { 'ignored-bare-import': 'silent' },
  });
  const size = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0) / 1000;
  const ok = size < limit && warnings.length === 0;
  if (!ok) tooLarge += 1;
  console.log(`${ok ? '✓' : '✗'} ${name.padEnd(12)} ${size.toFixed(1)} kB gzipped, limit ${limit}`);
}
process.exitCode = tooLarge > 0 ? 1 : 0;
