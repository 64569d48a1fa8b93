/**
 * Each package's tarball in an empty TypeScript project, installed by npm and by pnpm as its README says: the README's
 * program compiles, runs by `import` and by `require()`, and bundles for a page.
 *
 *   node scripts/release-tests/install.mjs [package …]
 */
import { join } from 'node:path';
import { eachOf } from '../workspace/run.mjs';
import { bundleWithVite, bundleWithWebpack, compileEverywhere, createProject, runBothWays } from './consumer.mjs';
import { inScratchFolder, packAll } from './pack.mjs';
import { readmeOf } from './readme.mjs';

const wanted = process.argv.slice(2);

await inScratchFolder(async (scratch) => {
  const packed = await packAll(scratch);
  const tarballs = new Map(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const inner = { '@mariana/kernels': tarballs.get('@mariana/kernels') };
  const chosen = packed.filter(({ folder }) => wanted.length === 0 || wanted.includes(folder));
  await eachOf(chosen, 2, async ({ folder, directory, name }) => {
    const { packages, program } = readmeOf(directory);
    if (!packages.includes(name)) throw new Error(`install: the README of ${name} does not install ${name}`);
    const specifiers = packages.map((specifier) => tarballs.get(specifier) ?? specifier);
    for (const client of ['npm', 'pnpm']) {
      const started = Date.now();
      const project = join(scratch, `${folder} by ${client}`);
      await createProject(project, client, specifiers, program, name in inner ? {} : inner);
      await compileEverywhere(project);
      await runBothWays(project, name);
      if (client === 'npm') {
        await bundleWithVite(project);
        await bundleWithWebpack(project);
      }
      console.log(`✓ ${name} by ${client}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
    }
  });
});
