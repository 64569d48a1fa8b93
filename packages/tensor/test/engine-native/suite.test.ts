import { afterAll, describe, test } from 'vitest';
import * as operations from '../../src/index.ts';
import { useEngine } from '../../src/index.ts';
import { runEngineSuite } from '../../src/testing/index.ts';
import { torchFixtures } from '../engine-suite/fixtures.ts';
import { addon, record } from './observed-calls.ts';

const engine = await useEngine('native');
runEngineSuite(engine, { describe, test, operations, fixtures: torchFixtures() });

// The calls that it makes, for the C++ tests to replay.
const file = process.env.MARIANA_RECORD_CALLS;
if (file) afterAll(record(addon(), `${file}-suite.bin`));
