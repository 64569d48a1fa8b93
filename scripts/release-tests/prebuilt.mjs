/**
 * The package that holds the addon for this machine, installed with the others into an empty folder: programs train on the
 * native engine where no compiler is to be found, and where the package is missing, foreign or damaged they say so and go on.
 *
 *   node scripts/release-tests/prebuilt.mjs
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostPlatform, packageOf } from '../../packages/kernels/scripts/platforms.mjs';
import { root } from '../workspace/packages.mjs';
import { run } from '../workspace/run.mjs';
import { inScratchFolder, packAll } from './pack.mjs';

const program = `
import { dense, sequential } from '@mariana/layers';
import { tensor, useEngine } from '@mariana/tensor';
import { Trainer } from '@mariana/trainer';
const engine = await useEngine(process.argv[2]);
const x = tensor([[0], [1], [2], [3]]);
const trainer = new Trainer(sequential([dense({ units: 1 })]), { optimizer: 'sgd', loss: 'meanSquaredError' });
const { history } = await trainer.fit({ x, y: x.mul(2) }, { epochs: 300, verbose: 0 });
console.log(engine.name, history.loss.at(-1) < 0.05 ? 'has learned' : 'has not learned', history.loss.at(-1));
`;

await inScratchFolder(async (scratch) => {
  const packed = await packAll(scratch);
  const packing = join(root, 'packages', 'kernels', 'scripts', 'pack-platform.mjs');
  const output = await run(process.execPath, [packing, '--into', scratch]);
  const [about, platformTarball] = output.trim().split('\n').slice(-2);
  console.log(about);
  const name = packageOf(hostPlatform());
  const wanted = ['kernels', 'tensor', 'layers', 'trainer'];
  const tarballs = packed.filter(({ folder }) => wanted.includes(folder)).map(({ tarball }) => `file:${tarball}`);
  const { version } = packed.find(({ folder }) => folder === 'kernels').manifest;
  const manifest = await run('tar', ['xzOf', tarballs[0].slice('file:'.length), 'package/package.json']);
  assert.equal(
    JSON.parse(manifest).optionalDependencies?.[name],
    version,
    'the optional dependency of its own version',
  );

  // Of what is on the PATH only Node.js: no compiler, no make, no Python.
  const bin = join(scratch, 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  const project = join(scratch, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(project, 'train.js'), program);
  const npm = ['install', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', [...npm, ...tarballs, `file:${platformTarball}`], { cwd: project });
  const env = { ...process.env, PATH: bin, NODE_PATH: '', MARIANA_ENGINE: '' };
  /** What the program says last, behind notices. */
  const train = async (...args) => {
    const said = await run('node', ['train.js', ...args], { cwd: project, env });
    return said.trim().split('\n').at(-1);
  };

  assert.match(await train(), /^native has learned/);
  console.log(`✓ ${name} installed: trains on the native engine, with no compiler on the PATH`);

  const installed = join(project, 'node_modules', name);
  const spare = join(scratch, 'spare');
  cpSync(installed, spare, { recursive: true });
  const anew = () => {
    rmSync(installed, { recursive: true, force: true });
    cpSync(spare, installed, { recursive: true });
  };
  const edited = (change) => {
    const file = join(installed, 'package.json');
    const before = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...before, mariana: { ...before.mariana, ...change } }));
  };
  const trials = [
    { what: 'missing', spoil: () => rmSync(installed, { recursive: true }), reason: `no package ${name}` },
    { what: 'of another ABI', spoil: () => edited({ abi: 999 }), reason: 'which has ABI 999 instead of' },
    {
      what: 'cut short',
      spoil: () => truncateSync(join(installed, 'mariana.node'), 10_000),
      reason: 'with 10000 bytes instead of',
    },
    {
      what: 'no addon at all',
      spoil: () => {
        writeFileSync(join(installed, 'mariana.node'), 'this is no library');
        edited({ bytes: 18 });
      },
      reason: 'which the system does not load',
    },
  ];
  for (const { what, spoil, reason } of trials) {
    spoil();
    assert.match(await train(), /^reference has learned/, what);
    const error = await train('native').then(
      () => assert.fail(`${what}: useEngine('native') gives an engine`),
      (failed) => String(failed.message),
    );
    for (const part of ['EngineError', 'the native engine does not load', reason, `npm install ${name}@${version}`]) {
      assert.ok(error.includes(part), `${what}: the error does not say "${part}": ${error}`);
    }
    console.log(`✓ ${name} ${what}: trains on another engine; asked for, an EngineError says why and what to do`);
    anew();
  }
  assert.match(await train(), /^native has learned/);
});
