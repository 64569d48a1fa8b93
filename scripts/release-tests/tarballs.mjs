/**
 * publint and are-the-types-wrong on every packed tarball, and that nothing of the workspace is left in it.
 *
 *   node scripts/release-tests/tarballs.mjs
 */
import { join } from 'node:path';
import { run } from '../workspace/run.mjs';
import { inScratchFolder, packAll } from './pack.mjs';

const bin = join(import.meta.dirname, 'node_modules', '.bin');
const homeOnly = [/@mariana\/source/, /"devDependencies"/, /"scripts"/, /workspace:/, /catalog:/];

await inScratchFolder(async (folder) => {
  for (const { name, tarball } of await packAll(folder)) {
    const manifest = await run('tar', ['xzOf', tarball, 'package/package.json']);
    for (const word of homeOnly) {
      if (word.test(manifest)) throw new Error(`tarballs: ${name} publishes ${word.source} in its package.json`);
    }
    const files = await run('tar', ['tzf', tarball]);
    for (const file of ['package/README.md', 'package/LICENSE']) {
      if (!files.includes(`${file}\n`)) throw new Error(`tarballs: ${name} lacks ${file}`);
    }
    await run(join(bin, 'publint'), [tarball, '--strict'], { cwd: folder });
    // Before Node.js 12.7 there were no `exports`; nothing that old is supported.
    await run(join(bin, 'attw'), [tarball, '--profile', 'node16', '--no-emoji'], { cwd: folder });
    console.log(`${name}: publint and are-the-types-wrong find nothing`);
  }
});
