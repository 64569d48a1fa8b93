import { describe, test } from 'vitest';
import * as operations from '../../src/index.ts';
import { useEngine } from '../../src/index.ts';
import { runEngineSuite } from '../../src/testing/index.ts';
import { torchFixtures } from '../engine-suite/fixtures.ts';

const engine = await useEngine('native');
runEngineSuite(engine, { describe, test, operations, fixtures: torchFixtures() });
