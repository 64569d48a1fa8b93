import {
  ArgumentError,
  celu,
  choiceError,
  type EpilogueActivation,
  elu,
  exponential,
  FormatError,
  gelu,
  glu,
  hardShrink,
  hardSigmoid,
  hardSilu,
  hardTanh,
  leakyRelu,
  linear,
  logSigmoid,
  logSoftmax,
  mish,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  softShrink,
  softsign,
  sparsemax,
  sparsePlus,
  sparseSigmoid,
  squareplus,
  type Tensor,
  tanh,
  tanhShrink,
} from '@mariana/tensor';
import { snakeCase } from '../options/names.ts';
import { defaultOption, type Option, type OptionKind, quote } from '../options/option.ts';

/** A function of a tensor, such as `relu`. */
export type Activation = (x: Tensor) => Tensor;

const byName = {
  celu: (x: Tensor) => celu(x),
  elu: (x: Tensor) => elu(x),
  exponential: (x: Tensor) => exponential(x),
  gelu: (x: Tensor) => gelu(x),
  glu: (x: Tensor) => glu(x),
  hardShrink: (x: Tensor) => hardShrink(x),
  hardSigmoid: (x: Tensor) => hardSigmoid(x),
  hardSilu: (x: Tensor) => hardSilu(x),
  hardTanh: (x: Tensor) => hardTanh(x),
  leakyRelu: (x: Tensor) => leakyRelu(x),
  linear: (x: Tensor) => linear(x),
  logSigmoid: (x: Tensor) => logSigmoid(x),
  logSoftmax: (x: Tensor) => logSoftmax(x),
  mish: (x: Tensor) => mish(x),
  relu: (x: Tensor) => relu(x),
  relu6: (x: Tensor) => relu6(x),
  selu: (x: Tensor) => selu(x),
  sigmoid: (x: Tensor) => sigmoid(x),
  silu: (x: Tensor) => silu(x),
  softShrink: (x: Tensor) => softShrink(x),
  softmax: (x: Tensor) => softmax(x),
  softplus: (x: Tensor) => softplus(x),
  softsign: (x: Tensor) => softsign(x),
  sparsePlus: (x: Tensor) => sparsePlus(x),
  sparseSigmoid: (x: Tensor) => sparseSigmoid(x),
  sparsemax: (x: Tensor) => sparsemax(x),
  squareplus: (x: Tensor) => squareplus(x),
  tanh: (x: Tensor) => tanh(x),
  tanhShrink: (x: Tensor) => tanhShrink(x),
} as const;

/** The name of an activation. */
export type ActivationName = keyof typeof byName;

/** The activations that have a name, by it. */
export const activationNames = /* @__PURE__ */ Object.keys(byName) as readonly ActivationName[];

/** What an activation option takes: a name, or a function of a tensor. */
export type ActivationLike = ActivationName | Activation;

/** Functions that came from a name, and which; saved models hold the name. */
const nameOf = /* @__PURE__ */ new Map<unknown, string>(Object.entries(byName).map(([name, fn]) => [fn, name]));
/**
 * The activation as operations know it that apply one to what they compute; undefined for those that have to follow by
 * themselves.
 */
export function epilogueOf(activation: Activation): EpilogueActivation | undefined {
  const name = nameOf.get(activation);
  return name === 'linear' || name === 'relu' || name === 'sigmoid' || name === 'tanh' ? name : undefined;
}

/** The same for the names in saved models, `hard_sigmoid`. */
const bySnakeName = /* @__PURE__ */ new Map(activationNames.map((name) => [snakeCase(name), byName[name]]));

const kind: OptionKind<ActivationLike, Activation> = {
  type: 'an activation',
  check(owner, name, given) {
    if (typeof given === 'function') return given as Activation;
    if (typeof given === 'string' && Object.hasOwn(byName, given)) return byName[given as ActivationName];
    if (typeof given === 'string') throw choiceError(owner, name, given, activationNames);
    throw new ArgumentError(owner, `${name} is not an activation`, {
      got: quote(given),
      expected: `a function of a tensor, or one of ${activationNames.join(', ')}`,
    });
  },
  encode(activation, owner, name) {
    const known = nameOf.get(activation);
    if (known !== undefined) return snakeCase(known);
    if (activation.name !== '') return activation.name;
    throw new ArgumentError(owner, `${name} is a function without a name, which a configuration cannot hold`, {
      fix: 'Give it a name (function swish(x) { … }), and hand it over when loading: { activations: { swish } }',
    });
  },
  decode(json, owner, name, { activations }) {
    const known = typeof json === 'string' ? (bySnakeName.get(json) ?? activations.get(json)) : undefined;
    if (known !== undefined) return known;
    throw new FormatError(owner, `the configuration of ${name} names an activation that is not known`, {
      got: JSON.stringify(json),
      expected: `one of ${[...bySnakeName.keys(), ...activations.keys()].join(', ')}`,
      fix: 'Hand a function of your own over: { activations: { name: fn } }',
    });
  },
};

/** An activation, by name or as a function. */
export function activationOption(fallback: ActivationName): Option<ActivationLike, Activation, false> {
  return defaultOption(kind, fallback);
}
