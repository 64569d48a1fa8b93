import { describe, test } from 'vitest';
import * as operations from '../../src/index.ts';
import { runEngineSuite } from '../../src/testing/index.ts';
import { torchFixtures } from './fixtures.ts';

runEngineSuite(operations.referenceEngine(), { describe, test, operations, fixtures: torchFixtures() });
