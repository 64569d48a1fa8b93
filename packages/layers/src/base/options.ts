import { Declaration, declareOptions, type OptionSpec } from '../options/declaration.ts';
import { layerName } from '../options/layer-name.ts';
import { boolean } from '../options/numbers.ts';
import { optional } from '../options/option.ts';
import { choice } from '../options/strings.ts';

/** The options that every layer has. */
export const commonOptions = /* @__PURE__ */ declareOptions({
  /**
   * The layer's name, without `/`; made from its class unless given: dense, dense_1.
   * @defaultValue undefined
   */
  name: /* @__PURE__ */ optional(/* @__PURE__ */ layerName()),
  /**
   * Whether training changes its weights.
   * @defaultValue true
   */
  trainable: /* @__PURE__ */ boolean(true),
  /**
   * The dtype of its weights, to which float inputs are cast.
   * @defaultValue 'float32'
   */
  dtype: /* @__PURE__ */ choice(['float32', 'float64'], 'float32'),
});

/** The options of every layer, as a specification. */
export type CommonSpec = (typeof commonOptions)['spec'];

/**
 * Declares a layer's options; name, trainable and dtype come by themselves.
 *
 * @param spec - an option for each name
 *
 * @example
 * const options = layerOptions({ units: positiveInteger(), useBias: boolean(true) });
 * class Affine extends Layer.with(options) {
 *   call(x) { return x.mul(this.options.units); }
 * }
 * new Affine({ units: 2 }).options.useBias; // true
 */
export function layerOptions<const Spec extends OptionSpec>(spec: Spec): Declaration<Spec & CommonSpec> {
  return new Declaration({ ...spec, ...commonOptions.spec });
}
