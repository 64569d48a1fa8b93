import fixture from '../../fixtures/unary.json' with { type: 'json' };
import * as operations from '../index.ts';
import { againstTorch } from '../testing/against-torch.ts';
import type { Fixture } from '../testing/fixture.ts';

operations.setEngine(operations.referenceEngine());

againstTorch('maths of one operand', fixture as Fixture, operations);
