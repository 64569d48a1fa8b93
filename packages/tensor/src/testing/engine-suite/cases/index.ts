import type { PrimitiveSet } from '../../../primitives.ts';
import type { ParamsOf, Uses } from '../drawn.ts';
import { attentionUses } from './attention.ts';
import { activationGradientUses, binaryUses, otherElementwiseUses, unaryUses } from './elementwise.ts';
import { entropyUses, normalizationUses, optimizerUses } from './fused.ts';
import { makingUses, productUses, randomUses, reduceUses } from './numeric.ts';
import { recurrentUses } from './recurrent.ts';
import { indexingUses, layoutUses } from './shapes.ts';
import { convolutionUses, poolingUses } from './windows.ts';

/** How the suite uses every primitive. One that it leaves out does not compile. */
export const usesOf: { readonly [Name in keyof PrimitiveSet]: Uses<ParamsOf<Name>> } = {
  ...unaryUses,
  ...binaryUses,
  ...otherElementwiseUses,
  ...activationGradientUses,
  ...layoutUses,
  ...indexingUses,
  ...reduceUses,
  ...productUses,
  ...makingUses,
  ...randomUses,
  ...convolutionUses,
  ...poolingUses,
  ...recurrentUses,
  ...normalizationUses,
  ...entropyUses,
  ...optimizerUses,
  ...attentionUses,
};
