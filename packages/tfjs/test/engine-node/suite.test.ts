import * as operations from '@mariana/tensor';
import { runEngineSuite } from '@mariana/tensor/testing';
import { describe, test } from 'vitest';
import { tfjsNode } from '../tfjs-node.ts';
import { torchFixtures } from '../torch-fixtures.ts';

const engine = await tfjsNode();

// Without the binding there is one skipped test; the line that says how to get it was printed above.
if (engine === undefined)
  test('the engine suite on tfjs-node', (context) => context.skip('run `pnpm tfjs-node` first'));
else runEngineSuite(engine, { describe, test, operations, fixtures: torchFixtures() });
