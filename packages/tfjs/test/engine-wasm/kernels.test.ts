import { referenceEngine } from '@mariana/tensor';
import { expect, test } from 'vitest';
import { tfjs } from '../../src/index.ts';
import { cases } from '../cases.ts';
import { difference, outcomesOn } from '../compare.ts';

const reference = referenceEngine();
const engine = await tfjs({ backend: 'wasm' });

test.each(cases)('%s: as on the reference engine, and nothing leaks', (_name, compute) => {
  expect(difference(outcomesOn(engine, compute), outcomesOn(reference, compute))).toBeUndefined();
  expect((engine as unknown as { arrays: number }).arrays).toBe(engine.usage.buffers);
});
