import { dtypes } from '@mariana/tensor';
import { automaticName } from '../base/names.ts';
import { commonOptions } from '../base/options.ts';
import { type Declaration, declareOptions, type OptionsOf, type ValuesOf } from '../options/declaration.ts';
import { positiveInteger } from '../options/numbers.ts';
import { optional } from '../options/option.ts';
import { type PartialShape, shape } from '../options/shapes.ts';
import { choice } from '../options/strings.ts';
import { SymbolicTensor } from '../symbolic/symbolic-tensor.ts';

export const inputOptions = /* @__PURE__ */ declareOptions({
  /** The sizes of one example, without the batch; null for a size that is not known. */
  shape: /* @__PURE__ */ shape({ unknown: true }),
  /**
   * The number of examples, where it is settled.
   * @defaultValue undefined
   */
  batchSize: /* @__PURE__ */ optional(/* @__PURE__ */ positiveInteger()),
  /**
   * The elements' dtype.
   * @defaultValue 'float32'
   */
  dtype: /* @__PURE__ */ choice(dtypes, 'float32'),
  /**
   * The input's name; input_layer, input_layer_1 unless given.
   * @defaultValue undefined
   */
  name: commonOptions.spec.name,
});

/** Options of {@link input}. */
export interface InputOptions extends OptionsOf<typeof inputOptions> {}

/**
 * The beginning of a model: a symbolic tensor to which layers are applied.
 *
 * @param options - see {@link InputOptions}
 * @returns a symbolic tensor of shape [batch, ...shape]
 * @source `keras.Input`
 *
 * @example
 * input({ shape: [28, 28] }).shape; // [null, 28, 28]
 */
export function input(options: InputOptions): SymbolicTensor {
  const values = inputOptions.check('input', options) as ValuesOf<Declaration<(typeof inputOptions)['spec']>>;
  return inputOfShape([values.batchSize ?? null, ...values.shape], values.dtype, values.name);
}

/** An input of a shape that has its batch already. */
export function inputOfShape(batchShape: PartialShape, dtype: SymbolicTensor['dtype'], name?: string): SymbolicTensor {
  return new SymbolicTensor(batchShape, dtype, name ?? automaticName('InputLayer'), undefined);
}
