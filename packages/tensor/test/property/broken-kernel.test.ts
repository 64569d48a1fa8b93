import { expect, test } from 'vitest';
import { type DType, isFloating, type TypedArray } from '../../src/dtype.ts';
import type { Kernel } from '../../src/engine/engine.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import type { PrimitiveSet } from '../../src/primitives.ts';
import { caseFrom, textOf } from './case.ts';
import { wrongWith } from './check.ts';
import { drawCase } from './draw-case.ts';
import type { Generator } from './generator.ts';
import { generators } from './generators.ts';

type AnyKernel = Kernel<unknown, TypedArray>;

const reference = referenceEngine();
const kernels = reference.kernels as unknown as Readonly<Record<string, AnyKernel>>;
const names = Object.keys(generators) as (keyof PrimitiveSet)[];

/** Elements of which the last is a little off. */
function spoiled(elements: TypedArray, dtype: DType): TypedArray {
  const copy = elements.slice();
  const last = copy.length - 1;
  const value = copy[last];
  if (value === undefined) return copy;
  if (typeof value === 'bigint') copy[last] = value + 1n;
  else copy[last] = isFloating(dtype) ? value * 1.01 : dtype === 'bool' ? 1 - value : value + 1;
  return copy;
}

/** An engine with one kernel whose results are a little off. */
function broken(name: string) {
  const spoil: AnyKernel = (inputs, params, outputs) => {
    const whole = (kernels[name] as AnyKernel)(inputs, params, outputs);
    return whole.map((elements, i) => spoiled(elements, outputs[i]?.dtype ?? 'float32'));
  };
  return { ...referenceEngine(), kernels: { ...kernels, [name]: spoil } as never };
}

test.each(Object.keys(kernels) as (keyof PrimitiveSet)[])('a broken %s is found', (name) => {
  const engine = broken(name);
  const allowance = (generators[name] as Generator<unknown>).allowance;
  const found = Array.from({ length: 48 }, (_, number) =>
    wrongWith(engine, reference, drawCase(name, 1, number), allowance),
  );
  expect(found.filter((wrong) => wrong !== undefined).length).toBeGreaterThan(0);
});

test('the reference agrees with itself', () => {
  for (const name of names) {
    for (let number = 0; number < 9; number++) {
      const wrong = wrongWith(referenceEngine(), reference, drawCase(name, 1, number), generators[name].allowance);
      expect(wrong, name).toBeUndefined();
    }
  }
});

test('a case comes back from its text as it went', () => {
  for (const name of names) {
    for (let number = 0; number < 9; number++) {
      const one = drawCase(name, 2, number);
      expect(caseFrom(textOf(one)), name).toEqual(one);
    }
  }
});
