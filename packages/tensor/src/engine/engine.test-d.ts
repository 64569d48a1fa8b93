import { expectTypeOf, test } from 'vitest';
import type { TypedArray } from '../dtype.ts';
import type { Kernels } from './engine.ts';

type All = Kernels<TypedArray>;

test('an engine that lacks a required kernel does not compile', () => {
  expectTypeOf<All>().toExtend<All>();
  expectTypeOf<Omit<All, 'add'>>().not.toExtend<All>();
  expectTypeOf<Omit<All, 'convKernelGradient'>>().not.toExtend<All>();
  expectTypeOf<Omit<All, 'randomBits'>>().not.toExtend<All>();
});

test('a fused kernel may be left out', () => {
  expectTypeOf<Omit<All, 'softmax' | 'relu'>>().toExtend<All>();
});

test('a kernel takes the options of its primitive', () => {
  expectTypeOf<Parameters<All['matmul']>[1]>().toEqualTypeOf<{
    readonly transposeA: boolean;
    readonly transposeB: boolean;
  }>();
});
