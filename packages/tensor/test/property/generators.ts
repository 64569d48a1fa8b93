import type { PrimitiveSet } from '../../src/primitives.ts';
import type { ParamsOf } from '../../src/testing/engine-suite/drawn.ts';
import { activationGradientGenerators } from './families/activations.ts';
import { binaryGenerators, otherElementwiseGenerators, unaryGenerators } from './families/elementwise.ts';
import { entropyGenerators, normalizationGenerators, optimizerGenerators } from './families/fused.ts';
import { indexingGenerators, layoutGenerators } from './families/layout.ts';
import { makingGenerators, productGenerators, randomGenerators, reduceGenerators } from './families/numeric.ts';
import { attentionGenerators, recurrentGenerators } from './families/sequences.ts';
import { convolutionGenerators, poolingGenerators } from './families/windows.ts';
import type { Generator } from './generator.ts';

/** How every primitive is used at random. One that is left out does not compile. */
export const generators: { readonly [Name in keyof PrimitiveSet]: Generator<ParamsOf<Name>> } = {
  ...unaryGenerators,
  ...binaryGenerators,
  ...otherElementwiseGenerators,
  ...activationGradientGenerators,
  ...layoutGenerators,
  ...indexingGenerators,
  ...reduceGenerators,
  ...productGenerators,
  ...makingGenerators,
  ...randomGenerators,
  ...convolutionGenerators,
  ...poolingGenerators,
  ...recurrentGenerators,
  ...normalizationGenerators,
  ...entropyGenerators,
  ...optimizerGenerators,
  ...attentionGenerators,
};
