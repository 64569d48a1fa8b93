import { referenceEngine } from '@mariana/tensor';
import { expect, test } from 'vitest';
import { cases } from '../cases.ts';
import { difference, outcomesOn } from '../compare.ts';
import { tfjsNode } from '../tfjs-node.ts';

const reference = referenceEngine();
const engine = await tfjsNode();

// Without tfjs-node these are skipped: `pnpm tfjs-node` gets it.
test.skipIf(engine === undefined).each(cases)('%s: as on the reference engine, and nothing leaks', (_name, compute) => {
  expect(difference(outcomesOn(engine!, compute), outcomesOn(reference, compute))).toBeUndefined();
  expect((engine as unknown as { arrays: number }).arrays).toBe(engine!.usage.buffers);
});
