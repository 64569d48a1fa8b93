import { afterAll, beforeAll, describe, test } from 'vitest';
import * as operations from '../../src/index.ts';
import { useEngine } from '../../src/index.ts';
import { runEngineSuite } from '../../src/testing/index.ts';
import { torchFixtures } from '../engine-suite/fixtures.ts';
import { testedSets } from './instruction-sets.ts';
import { addon, record } from './observed-calls.ts';

const engine = await useEngine('native');
const kernels = addon();
const chosen = kernels.instructionSet();
// The calls that it makes, for the C++ tests to replay: those of one set.
const file = process.env.MARIANA_RECORD_CALLS;
const fixtures = torchFixtures();

describe.each(file ? [chosen] : testedSets(kernels))('on %s', (set) => {
  beforeAll(() => void kernels.chooseInstructionSet(set));
  afterAll(() => void kernels.chooseInstructionSet(chosen));
  runEngineSuite(engine, { describe, test, operations, fixtures });
});

if (file) afterAll(record(kernels, `${file}-suite.bin`));
