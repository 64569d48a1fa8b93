import { loadNative } from '@mariana/kernels';
import { expect, test } from 'vitest';
import { bindAll } from '../../bind.ts';
import { withEngine } from '../../engine/current.ts';
import { makeTensor } from '../../ops/arguments.ts';
import { gruGradientPrimitive, gruPrimitive } from '../../ops/recurrent/gru.ts';
import { lstmGradientPrimitive, lstmPrimitive } from '../../ops/recurrent/lstm.ts';
import { simpleRnnGradientPrimitive, simpleRnnPrimitive } from '../../ops/recurrent/simple-rnn.ts';
import type { Primitive } from '../../primitive.ts';
import { scope } from '../../scope.ts';
import { tensorDifference } from '../../testing/compare.ts';
import { recurrentUses } from '../../testing/engine-suite/cases/recurrent.ts';
import type { Use } from '../../testing/engine-suite/drawn.ts';
import { referenceEngine } from '../reference/engine.ts';
import { nativeEngine } from './engine.ts';

const native = loadNative();
const primitives = {
  lstm: lstmPrimitive,
  lstmGradient: lstmGradientPrimitive,
  gru: gruPrimitive,
  gruGradient: gruGradientPrimitive,
  simpleRnn: simpleRnnPrimitive,
  simpleRnnGradient: simpleRnnGradientPrimitive,
} as const;

for (const name of Object.keys(primitives) as (keyof typeof primitives)[]) {
  // It runs where the addon is built: pnpm --filter @mariana/kernels build:native.
  test.runIf('kernels' in native)(`${name}: native beside reference, and the same bits again`, async () => {
    if (!('kernels' in native)) return;
    const engines = [nativeEngine(native.kernels), referenceEngine()] as const;
    for (const dtype of ['float32', 'float64'] as const) {
      for (const use of recurrentUses[name].of(dtype) as Use[]) {
        const run = (engine: (typeof engines)[number]) =>
          withEngine(engine, () =>
            scope(() => {
              const inputs = use.inputs.map(({ data, shape, dtype: of }) => makeTensor('suite', data, shape, of));
              return bindAll(primitives[name] as Primitive<unknown>, inputs, use.params);
            }),
          );
        const [actual, expected] = [run(engines[0]), run(engines[1])];
        const again = run(engines[0]);
        for (const [i, wanted] of expected.entries()) {
          const wrong = await tensorDifference(actual[i]!, wanted, use);
          expect(wrong, `${use.title}, ${dtype}, output ${i}`).toBeUndefined();
          expect(await again[i]!.data()).toEqual(await actual[i]!.data());
        }
      }
    }
  });
}
