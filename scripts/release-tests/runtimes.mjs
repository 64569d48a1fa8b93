/**
 * The packages in Bun and Deno, which come from npm into a scratch folder: programs train on the native engine there, and
 * without the permissions that Deno asks for they say so and go on.
 *
 *   node scripts/release-tests/runtimes.mjs
 *
 * Where the runtimes cannot be downloaded, it says so and ends; with MARIANA_REQUIRE_RUNTIMES=1 that is a failure.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace/packages.mjs';
import { run } from '../workspace/run.mjs';
import { inScratchFolder, packAll } from './pack.mjs';

const train = `
import { dense, sequential } from '@mariana/layers';
import { tensor, useEngine } from '@mariana/tensor';
import { Trainer } from '@mariana/trainer';
const engine = await useEngine();
const x = tensor([[0], [1], [2], [3]]);
const trainer = new Trainer(sequential([dense({ units: 1 })]), { optimizer: 'sgd', loss: 'meanSquaredError' });
const { history } = await trainer.fit({ x, y: x.mul(2) }, { epochs: 300, verbose: 0 });
console.log(x);
console.log(engine.name, history.loss.at(-1) < 0.05 ? 'has learned' : 'has not learned');
`;
const printed = 'Tensor float32 [4, 1]:\n[[0.],\n [1.],\n [2.],\n [3.]]\n';

/** More tensors than are to be held at once, in one synchronous loop, or in one that awaits now and then. */
const loop = `
import { memory, uniform, useEngine } from '@mariana/tensor';
await useEngine('native');
const x = uniform([512, 512]);
let most = 0;
for (let i = 0; i < 3000; i++) {
  x.add(i);
  if (process.argv[2] === 'awaits' && i % 10 === 0) await new Promise((resolve) => setTimeout(resolve));
  most = Math.max(most, memory().bytes);
}
console.log(most < 1e9 ? 'bounded' : 'held ' + most + ' bytes');
`;

const required = "console.log(require('@mariana/tensor').tensor([1, 2]).square());\n";

await inScratchFolder(async (scratch) => {
  const npm = ['install', '--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--prefer-offline'];
  const home = join(scratch, 'runtimes');
  mkdirSync(home);
  const refusal = await run('npm', [...npm, 'bun@1', 'deno@2'], { cwd: home }).then(() => undefined, String);
  if (refusal !== undefined) {
    if (process.env.MARIANA_REQUIRE_RUNTIMES) throw new Error(`runtimes: Bun and Deno cannot be installed\n${refusal}`);
    console.log('runtimes: Bun and Deno cannot be installed here, so nothing was tested in them');
    return;
  }

  const packed = await packAll(scratch);
  const packing = join(root, 'packages', 'kernels', 'scripts', 'pack-platform.mjs');
  const addon = (await run(process.execPath, [packing, '--into', scratch])).trim().split('\n').at(-1);
  const wanted = packed.filter(({ folder }) => ['kernels', 'tensor', 'layers', 'trainer'].includes(folder));
  const cwd = join(scratch, 'project');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), '{ "private": true, "type": "module" }\n');
  for (const [name, text] of Object.entries({ 'train.js': train, 'loop.js': loop, 'required.cjs': required })) {
    writeFileSync(join(cwd, name), text);
  }
  await run('npm', [...npm, ...[...wanted.map(({ tarball }) => tarball), addon].map((file) => `file:${file}`)], {
    cwd,
  });

  const env = { NO_COLOR: '1', MARIANA_ENGINE: '', MARIANA_QUIET: '' };
  const inRuntime = (program, ...args) => run(program, args, { cwd, env, timeout: 120_000 });
  const bun = await running(home, '@oven', 'bin/bun');
  assert.equal(await inRuntime(bun, 'train.js'), `${printed}native has learned\n`);
  assert.equal(await inRuntime(bun, 'loop.js'), 'bounded\n');
  assert.equal(await inRuntime(bun, 'required.cjs'), 'Tensor float32 [2]: [1., 4.]\n');
  console.log('✓ Bun: native, by import and by require(); memory stays bounded in a loop');

  const deno = await running(home, '@deno', 'deno');
  assert.equal(
    await inRuntime(deno, 'run', '--allow-read', '--allow-ffi', 'train.js'),
    `${printed}native has learned\n`,
  );
  // Finalizers of addons run at the next turn of the event loop there, and never in a synchronous loop.
  assert.equal(await inRuntime(deno, 'run', '-A', 'loop.js', 'awaits'), 'bounded\n');
  const said = await inRuntime(deno, 'run', '--no-prompt', 'train.js');
  assert.match(said, /reference has learned\n/);
  assert.match(said, /may not load: Requires (read|ffi) access.*--allow-read and --allow-ffi/);
  console.log(
    '✓ Deno: native with --allow-read --allow-ffi, else the reference engine, with the reason; no other permission',
  );
});

/** The program among a runtime's packages, one for each kind of processor and C library, that runs here. */
async function running(home, scope, path) {
  const folder = join(home, 'node_modules', scope);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const program = join(folder, name, path);
    const version = await run(program, ['--version']).catch(() => undefined);
    if (version !== undefined) return program;
  }
  throw new Error(`runtimes: no program of ${scope} runs on this machine`);
}
