import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeApi } from '../scripts/build.mjs';
import { compileAll, planOf, run } from '../scripts/compile.mjs';
import { findCompiler, linkArguments } from '../scripts/compiler.mjs';
import { hostSets } from '../scripts/instruction-sets.mjs';
import { sourcesIn, unitsOf } from '../scripts/sources.mjs';
import { findAddon } from '../src/find-addon.ts';
import type { NativeKernels } from '../src/native.ts';

const root = join(import.meta.dirname, '..');
const [widest = 'base'] = hostSets();
const objects = join(root, 'build', 'objects');
const compiler = process.env.NO_COMPILER ? undefined : findCompiler();
const isBuilt = existsSync(join(objects, `${widest}-engine-isa-table.o`));
const { include, library } = nodeApi();
const folders = [join(root, 'engine'), include];
const units = (sets: string[]) => unitsOf(root, sets, sourcesIn(join(root, 'addon')));

describe.runIf(compiler)('the objects of a build', () => {
  test('are the same in every build, but for those that know its instruction sets', () => {
    const stampsOf = (sets: string[]) => {
      const { stamp } = planOf(compiler!, units(sets), { sets, folders, objects: join(root, 'build', 'none') });
      return stamp.split('\n');
    };
    const [all, one] = [stampsOf(['avx512', 'avx2', 'base']), stampsOf(['avx512'])];
    const kernels = units(['avx512']).filter(({ knowsSets }) => !knowsSets).length;
    expect(one.slice(0, kernels)).toEqual(all.slice(0, kernels));
    expect(all.filter((stamp) => one.includes(stamp))).toHaveLength(kernels);
  });
});

// Linked from the objects of the build, in a folder of its own.
describe.runIf(compiler?.style === 'gnu' && isBuilt && widest !== 'base')('an addon with the widest set alone', () => {
  const require = createRequire(import.meta.url);
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mariana addon '));
    await link('fitting', units([widest]));
    const cpu = join(folder, 'cpu.cc');
    writeFileSync(cpu, 'namespace mariana { bool hasAvx2() { return false; } bool hasAvx512() { return false; } }\n');
    await link(
      'foreign',
      units([widest]).map((unit) => (unit.name === 'base-system-cpu' ? { ...unit, source: cpu, name: 'cpu' } : unit)),
    );
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function link(name: string, of: ReturnType<typeof units>) {
    const own = of.filter(({ knowsSets }) => knowsSets);
    const { files, waiting } = planOf(compiler!, own, { sets: [widest], folders, objects: folder });
    await compileAll(compiler!, waiting, folder);
    const shared = of.filter(({ knowsSets }) => !knowsSets).map((unit) => join(objects, `${unit.name}.o`));
    const target = join(folder, `${name}.node`);
    const args = linkArguments(compiler!, [...shared, ...files], target, library, []);
    const { failed, output } = await run(compiler!.command, args);
    if (failed) throw new Error(output);
  }

  test('runs, and has no other to choose', () => {
    const kernels = require(join(folder, 'fitting.node')) as NativeKernels;
    expect(kernels.instructionSets).toEqual([widest]);
    expect(kernels.instructionSet()).toBe(widest);
    expect([kernels.chooseInstructionSet('base'), kernels.chooseInstructionSet(widest)]).toEqual([false, true]);
  });

  test('is not taken where the processor does not run it, and says so', () => {
    const built = join(folder, 'foreign.node');
    const found = findAddon({ require, built, inRepository: true, platform: 'none', arch: 'x64' });
    expect(found).toMatchObject({ fix: 'Build it again: pnpm build.' });
    expect((found as { reason: string }).reason).toMatch(
      new RegExp(`foreign\\.node, which does not fit this processor \\(.+\\): .+ it holds: ${widest}$`),
    );
  });
});
