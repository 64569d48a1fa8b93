import fixture from '../../fixtures/activations.json' with { type: 'json' };
import * as operations from '../index.ts';
import { againstTorch } from '../testing/against-torch.ts';
import type { Fixture } from '../testing/fixture.ts';

operations.setEngine(operations.referenceEngine());

againstTorch('activations', fixture as Fixture, operations);
