import { test } from 'vitest';
import { type Engine, referenceEngine, type TypedArray } from '../../src/index.ts';
import { primitiveOf } from '../../src/testing/engine-suite/primitive-table.ts';
import { runEngineSuite } from '../../src/testing/index.ts';

type Kernels = Engine<TypedArray>['kernels'];

// The reference engine without its fused kernels runs their decompositions, which must give the same.
const whole = referenceEngine();
const names = Object.keys(whole.kernels) as (keyof Kernels)[];
const fused = names.filter((name) => primitiveOf(name).kind === 'fused');
const kernels = Object.fromEntries(Object.entries(whole.kernels).filter(([name]) => !fused.includes(name as never)));

runEngineSuite(
  { ...whole, kernels: kernels as Kernels },
  {
    describe: (_name, body) => body(),
    test: (name, body) => {
      if (fused.some((one) => name.startsWith(`${one}, `)))
        test(`${name}: the kernel and its decomposition agree`, body);
    },
  },
);
