import type { AnyLayer, ConfigurableClass } from '@mariana/layers';
import { Attention } from './attention.ts';
import { MultiHeadAttention } from './multi-head-attention.ts';

/**
 * The layers of this package, for loading models that have them.
 *
 * @example
 * const words = input({ shape: [5, 8] });
 * const attended = multiHeadAttention({ numHeads: 2, keyDim: 4 }).apply(words);
 * const bytes = await new Model({ inputs: words, outputs: attended }).toBytes();
 * const model = await loadModel(bytes, { layers: attentionLayers });
 * model.apply(ones([1, 5, 8])).shape; // [1, 5, 8]
 */
export const attentionLayers: readonly ConfigurableClass<AnyLayer>[] = [Attention, MultiHeadAttention];
