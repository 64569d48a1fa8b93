import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import { replaceCode } from './code.mjs';
import { declareDisposable } from './declarations.mjs';
import { innerEntries, publicEntries } from './entries.mjs';

// What several entries use is one chunk. Sources and their `#platform` may use each other: as CommonJS that only works
// where each side is a single file, of which the other reads nothing before it is called.
const shared = { name: 'shared', minShareCount: 2 };

/** What every build of a package's folder has in common. */
function commonOptions(cwd, manifest) {
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const neverBundle = [/^#/, /^node:/, ...dependencies.map((name) => new RegExp(`^${name}(/|$)`))];
  return {
    cwd,
    config: false,
    target: 'es2022',
    logLevel: 'warn',
    fixedExtension: false,
    deps: { neverBundle, onlyBundle: [] },
    tsconfig: 'tsconfig.json',
    checks: { pluginTimings: false },
  };
}

const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const library = { format: ['esm', 'cjs'], platform: 'neutral' };

/** The programs of a package without `exports`: each file directly in `src`. */
function programsOf(folder) {
  const files = readdirSync(join(folder, 'src'), { withFileTypes: true });
  return files.filter((entry) => entry.isFile()).map(({ name }) => `src/${name}`);
}

/**
 * Writes a package's code into its dist: bundled chunks, ESM and CommonJS; programs are ESM for Node.js. Its dependencies,
 * its peers and its own `#…` imports stay outside, so that the latter are chosen where the package is used. Declarations
 * that are there stay.
 *
 * @param folder the package's
 */
export async function writeCode(folder) {
  const manifest = manifestOf(folder);
  const fresh = join(folder, 'node_modules', `.dist-${process.pid}`);
  const common = { ...commonOptions(folder, manifest), outDir: fresh, clean: false, dts: false };
  if (manifest.exports) {
    const entry = { ...publicEntries(manifest), ...innerEntries(manifest) };
    await build({ ...common, ...library, entry, outputOptions: { codeSplitting: { groups: [shared] } } });
  } else {
    await build({ ...common, entry: programsOf(folder), format: 'esm', platform: 'node' });
  }
  replaceCode(fresh, join(folder, 'dist'));
}

/**
 * Writes the declarations of what users import, and of nothing else: inner ones may name types that users cannot compile.
 * They come before the code, since building those for require() leaves code of its own behind.
 *
 * @param folder the package's, which has `exports`
 */
export async function writeDeclarations(folder) {
  const manifest = manifestOf(folder);
  const options = { ...commonOptions(folder, manifest), ...library, outDir: 'dist', clean: true };
  await build({ ...options, entry: publicEntries(manifest), dts: { emitDtsOnly: true } });
  declareDisposable(join(folder, 'dist'));
}

/** Whether a package is imported, and so needs declarations. */
export const isLibrary = (folder) => manifestOf(folder).exports !== undefined;
