/**
 * Writes the files that a new op, layer, optimizer or package begins with: source, test, export, changeset.
 *
 *   pnpm new op log-cosh
 *   pnpm new package vision
 *
 * What it writes works, as an example of the form, and is there to be replaced.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from '../workspace/packages.mjs';
import { checkFree } from './exported.mjs';
import { namesOf } from './names.mjs';
import { layer } from './templates/layer.mjs';
import { op } from './templates/op.mjs';
import { optimizer } from './templates/optimizer.mjs';
import { newPackage } from './templates/package.mjs';
import { write } from './write.mjs';

const kinds = { op, layer, optimizer, package: newPackage };

/** Formats what was written, and sorts exports. */
function format(files) {
  const require = createRequire(join(root, 'package.json'));
  const biome = join(dirname(require.resolve('@biomejs/biome/package.json')), 'bin', 'biome');
  spawnSync(process.execPath, [biome, 'check', '--write', '--log-level=error', ...files], {
    cwd: root,
    stdio: 'inherit',
  });
}

const [kind, name, ...rest] = process.argv.slice(2);
try {
  if (!Object.hasOwn(kinds, kind ?? '') || !name || rest.length > 0) {
    throw new Error(
      `new: what to make is not clear. Got ${[kind, name, ...rest].join(' ') || 'nothing'}. Expected a kind (${Object.keys(kinds).join(', ')}) and a name. Try pnpm new op log-cosh.`,
    );
  }
  const { files, next, exports, sharedWith } = kinds[kind](namesOf(name));
  checkFree(root, exports, sharedWith);
  const written = write(root, files);
  format(written.filter((file) => /\.(ts|json)$/.test(file)));
  for (const file of written) console.log(file);
  console.log(`\n${next}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
