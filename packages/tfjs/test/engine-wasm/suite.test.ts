import * as operations from '@mariana/tensor';
import { runEngineSuite } from '@mariana/tensor/testing';
import { describe, test } from 'vitest';
import { tfjs } from '../../src/index.ts';
import { torchFixtures } from '../torch-fixtures.ts';

const engine = await tfjs({ backend: 'wasm' });
runEngineSuite(engine, { describe, test, operations, fixtures: torchFixtures() });
