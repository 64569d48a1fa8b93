import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNative } from '@mariana/kernels';
import { afterAll, describe, expect, test } from 'vitest';
import { nativeEngine } from '../../src/engines/native/engine.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import type { PrimitiveSet } from '../../src/primitives.ts';
import { primitiveNames } from '../../src/testing/engine-suite/primitive-table.ts';
import { testedSets } from '../engine-native/instruction-sets.ts';
import { type Case, caseFrom, textOf } from './case.ts';
import { wrongWith } from './check.ts';
import { drawCase } from './draw-case.ts';
import { generators } from './generators.ts';

const { MARIANA_PROPERTY_CASES, MARIANA_PROPERTY_SEED, MARIANA_PROPERTY_CASE } = process.env;
// In CI a commit is judged by the same cases every time; elsewhere every run draws others.
const drawn = process.env.CI ? 1 : Math.floor(Math.random() * 2 ** 32);
const seed = Number(MARIANA_PROPERTY_SEED ?? drawn);
const cases = Number(MARIANA_PROPERTY_CASES ?? 20_000);
const names = Object.keys(generators) as (keyof PrimitiveSet)[];
const each = Math.ceil(cases / names.length);
const reference = referenceEngine();
const native = loadNative();
const longest = 4000;

/** Uses that were once wrong, by the seed and the number that draw them. They run every time. */
const regressions: readonly (readonly [name: keyof PrimitiveSet, seed: number, number: number])[] = [
  ['batchNormalizationGradient', 3342381900, 117], // 23,432 float64 terms that cancel
];

/** A case as text, or the name of a file that it was written to: either runs it again. */
function told(one: Case): string {
  const text = textOf(one);
  if (text.length <= longest) return text;
  const file = join(tmpdir(), `mariana-case-${one.primitive}-${seed}.json`);
  writeFileSync(file, text);
  return file;
}

// It runs where the addon is built: pnpm --filter @mariana/kernels build:native.
const required = Boolean(process.env.MARIANA_REQUIRE_NATIVE_TESTS);
describe(`random uses of every primitive, seed ${seed}`, () => {
  if ('reason' in native) {
    if (required) throw new Error(native.reason);
    test('every primitive', (context) => context.skip(`the native engine is needed: ${native.reason}`));
    return;
  }
  const { kernels } = native;
  const engine = nativeEngine(kernels);
  const [sets, chosen] = [testedSets(kernels), kernels.instructionSet()];
  afterAll(() => void kernels.chooseInstructionSet(chosen));
  const check = (one: Case) => wrongWith(engine, reference, one, generators[one.primitive].allowance);

  if (MARIANA_PROPERTY_CASE !== undefined) {
    const given = MARIANA_PROPERTY_CASE;
    test('the case given', () => {
      const one = caseFrom(given.startsWith('{') ? given : readFileSync(given, 'utf8'));
      expect(check(one)).toBeUndefined();
    });
    return;
  }

  test.each(regressions)('%s once more, seed %d, number %d', (name, past, number) => {
    for (const set of sets) {
      kernels.chooseInstructionSet(set);
      expect(check(drawCase(name, past, number)), set).toBeUndefined();
    }
  });

  test.each(names)('%s', (name) => {
    const wrong: { readonly what: string; readonly set: string; readonly text: string; readonly one: Case }[] = [];
    for (let number = 0; number < each; number++) {
      const one = drawCase(name, seed, number);
      // One instruction set after the other, each of them with every dtype.
      const set = sets[Math.floor(number / 7) % sets.length] as string;
      kernels.chooseInstructionSet(set);
      const what = check(one);
      if (what !== undefined) wrong.push({ what, set, one, text: textOf(one) });
    }
    // The shortest says most.
    const [first] = wrong.sort((a, b) => a.text.length - b.text.length);
    if (first === undefined) return;
    throw new Error(
      `${name} on ${first.set}: ${first.what}, in ${wrong.length} of ${each} cases. All of them again: MARIANA_PROPERTY_SEED=${seed} ` +
        `MARIANA_PROPERTY_CASES=${cases}. This one alone: MARIANA_ISA=${first.set} MARIANA_PROPERTY_CASE='${told(first.one)}'`,
    );
  });
});

test('every primitive is among them', () => {
  expect([...names].sort()).toEqual([...primitiveNames()].sort());
});
