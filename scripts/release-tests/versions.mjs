/**
 * In a scratch copy: a changeset on one package yields the expected versions of all, and what is then published to a
 * registry on loopback can be installed.
 *
 *   node scripts/release-tests/versions.mjs
 */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { published } from '../workspace/packages.mjs';
import { run } from '../workspace/run.mjs';
import { inScratchFolder } from './pack.mjs';
import { startRegistry } from './registry.mjs';
import { copyWorkspace } from './workspace-copy.mjs';

/** One changeset, and the versions that must change; every other package keeps its own. */
const cases = [
  { change: { '@mariana/tensor': 'minor' }, expected: { '@mariana/tensor': '0.2.0' } },
  { change: { '@mariana/layers': 'patch' }, expected: { '@mariana/layers': '0.1.1' } },
  {
    change: { '@mariana/trainer': 'minor', '@mariana/attention': 'patch' },
    expected: { '@mariana/trainer': '0.2.0', '@mariana/attention': '0.1.1' },
  },
];

const versionsOf = (folder) =>
  Object.fromEntries(published(folder).map(({ name, manifest }) => [name, manifest.version]));

await inScratchFolder(async (scratch) => {
  const copy = join(scratch, 'copy');
  await copyWorkspace(copy);
  const git = (...args) =>
    run('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', ...args], { cwd: copy });
  // Changesets that wait for a release would be applied with each trial.
  const waiting = readdirSync(join(copy, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md');
  for (const name of waiting) rmSync(join(copy, '.changeset', name));
  if (waiting.length > 0) await git('commit', '-q', '-a', '-m', 'No changesets');
  const before = versionsOf(copy);

  for (const { change, expected } of cases) {
    const lines = Object.entries(change).map(([name, bump]) => `'${name}': ${bump}`);
    writeFileSync(join(copy, '.changeset', 'trial.md'), `---\n${lines.join('\n')}\n---\n\nA change.\n`);
    await run('pnpm', ['exec', 'changeset', 'version'], { cwd: copy });
    assert.deepEqual(versionsOf(copy), { ...before, ...expected }, `after ${JSON.stringify(change)}`);
    for (const { manifest } of published(copy)) {
      for (const [name, range] of Object.entries(manifest.peerDependencies ?? {})) {
        if (name.startsWith('@mariana/')) assert.equal(range, '>=0.1.0 <1.0.0', `${manifest.name}'s peer ${name}`);
      }
    }
    console.log(`✓ ${lines.join(', ')} gives ${JSON.stringify(expected)}`);
    if (change !== cases.at(-1).change) await git('checkout', '-q', '--', '.');
    rmSync(join(copy, '.changeset', 'trial.md'), { force: true });
  }

  const registry = await startRegistry(join(scratch, 'registry'));
  try {
    const env = registry.clientEnvironment(join(scratch, 'client'));
    await git('commit', '-q', '-a', '-m', 'Versions');
    await run('pnpm', ['exec', 'changeset', 'publish', '--no-git-tag'], { cwd: copy, env });
    const versions = versionsOf(copy);
    for (const [name, version] of Object.entries(versions)) {
      const shown = JSON.parse(await registry.fetch(`/${name.replace('/', '%2f')}`));
      assert.equal(shown['dist-tags'].latest, version, name);
      assert.ok(!JSON.stringify(shown.versions[version].exports).includes('@mariana/source'), name);
      assert.equal(shown.versions[version].devDependencies, undefined, name);
    }
    const project = join(scratch, 'from the registry');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
    await run(
      'npm',
      [
        'install',
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        '@mariana/trainer',
        '@mariana/layers',
        '@mariana/tensor',
      ],
      { cwd: project, env },
    );
    const installed = JSON.parse(readFileSync(join(project, 'node_modules/@mariana/trainer/package.json'), 'utf8'));
    assert.equal(installed.version, versions['@mariana/trainer']);
    await run(process.execPath, ['-e', "import('@mariana/trainer')"], { cwd: project });
    console.log(`✓ published and installed from loopback: ${JSON.stringify(versions)}`);
  } finally {
    await registry.stop();
  }
});
