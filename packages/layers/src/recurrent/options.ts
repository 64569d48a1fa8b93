import { activationOption } from '../activations/activation.ts';
import { layerOptions } from '../base/options.ts';
import { initializerOption } from '../initializers/option.ts';
import type { OptionSpec } from '../options/declaration.ts';
import { boolean, integer, number, positiveInteger } from '../options/numbers.ts';
import { optional } from '../options/option.ts';
import { regularizerOption } from '../regularizers/option.ts';

const shared = {
  /** The size of the output, and of the state. */
  units: /* @__PURE__ */ positiveInteger(),
  /**
   * What squashes the state: a name, or a function of a tensor.
   * @defaultValue 'tanh'
   */
  activation: /* @__PURE__ */ activationOption('tanh'),
  /**
   * Whether a bias is added.
   * @defaultValue true
   */
  useBias: /* @__PURE__ */ boolean(true),
  /**
   * The first values of the kernel.
   * @defaultValue 'glorotUniform'
   */
  kernelInitializer: /* @__PURE__ */ initializerOption('glorotUniform'),
  /**
   * The first values of the recurrent kernel.
   * @defaultValue 'orthogonal'
   */
  recurrentInitializer: /* @__PURE__ */ initializerOption('orthogonal'),
  /**
   * The first values of the bias.
   * @defaultValue 'zeros'
   */
  biasInitializer: /* @__PURE__ */ initializerOption('zeros'),
  /**
   * A penalty on the kernel.
   * @defaultValue undefined
   */
  kernelRegularizer: /* @__PURE__ */ regularizerOption(),
  /**
   * A penalty on the recurrent kernel.
   * @defaultValue undefined
   */
  recurrentRegularizer: /* @__PURE__ */ regularizerOption(),
  /**
   * A penalty on the bias.
   * @defaultValue undefined
   */
  biasRegularizer: /* @__PURE__ */ regularizerOption(),
  /**
   * While training, the share of input elements that become 0, the same at every step.
   * @defaultValue 0
   */
  dropout: /* @__PURE__ */ number(0, { min: 0, max: 1 }),
  /**
   * While training, the share of state elements that become 0 before the recurrent kernel, the same at every step.
   * @defaultValue 0
   */
  recurrentDropout: /* @__PURE__ */ number(0, { min: 0, max: 1 }),
  /**
   * A seed of dropout's own. The masks differ from batch to batch all the same.
   * @defaultValue undefined
   */
  seed: /* @__PURE__ */ optional(/* @__PURE__ */ integer()),
  /**
   * Whether the outputs of all steps are returned, or that of the last one.
   * @defaultValue false
   */
  returnSequences: /* @__PURE__ */ boolean(false),
  /**
   * Whether the last states are returned behind the output: [output, …states].
   * @defaultValue false
   */
  returnState: /* @__PURE__ */ boolean(false),
  /**
   * Whether the steps run from the last to the first; the outputs stand in the order in which they were made.
   * @defaultValue false
   */
  goBackwards: /* @__PURE__ */ boolean(false),
  /**
   * Whether a batch begins with the states with which the one before ended.
   * @defaultValue false
   */
  stateful: /* @__PURE__ */ boolean(false),
  /**
   * Known to saved models of Keras; the result is the same.
   * @defaultValue false
   */
  unroll: /* @__PURE__ */ boolean(false),
  /**
   * Whether the output of a masked step is 0, or that of the step before.
   * @defaultValue false
   */
  zeroOutputForMask: /* @__PURE__ */ boolean(false),
};

/** The options of a recurrent layer: those of all, and its own. */
export function recurrentOptions<const Spec extends OptionSpec>(own: Spec) {
  return layerOptions({ ...shared, ...own });
}

/** The options that all recurrent layers have. */
export const sharedRecurrentOptions = /* @__PURE__ */ recurrentOptions({});

/** The option of the layers with gates. */
export const recurrentActivation = /* @__PURE__ */ activationOption('sigmoid');
