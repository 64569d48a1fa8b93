import {
  bernoulli,
  flip,
  type GatedOptions,
  Generator,
  type RecurrentResult,
  type Shape,
  ShapeError,
  type Tensor,
  Variable,
  where,
  zeros,
} from '@mariana/tensor';
import type { Activation, ActivationName } from '../activations/activation.ts';
import { activationOption } from '../activations/activation.ts';
import { Layer } from '../base/layer.ts';
import { firstMask } from '../base/masks.ts';
import type { Structure } from '../base/structure.ts';
import type { ApplyOptions, CallContext, InputShape } from '../base/types.ts';
import type { Weight } from '../base/weight.ts';
import { lastDim } from '../core/last-dim.ts';
import type { InitializerLike } from '../initializers/option.ts';
import type { OptionsOf } from '../options/declaration.ts';
import type { PartialShape } from '../options/shapes.ts';
import { formatPartial } from '../symbolic/symbolic-tensor.ts';
import { sharedRecurrentOptions } from './options.ts';

/** What a layer hands to the operation that runs its sequence. */
export interface Run extends GatedOptions {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly initialState: readonly Tensor[] | undefined;
}

/** A layer that carries states along a sequence. */
export abstract class Recurrent extends Layer.with(sharedRecurrentOptions) {
  /** [inputs, gates · units] */
  declare kernel: Weight;
  /** [units, gates · units] */
  declare recurrentKernel: Weight;
  declare bias: Weight | undefined;
  /** How many blocks of columns the kernels have. */
  protected abstract readonly gates: number;
  readonly #generator: Generator | undefined;
  #states: Variable[] | undefined;

  constructor(options: OptionsOf<typeof sharedRecurrentOptions>) {
    super(options);
    const { seed } = this.options;
    this.#generator = seed === undefined ? undefined : new Generator({ seed });
  }

  /** Runs a sequence. */
  protected abstract run(sequence: Run): RecurrentResult;

  /** The shape of the bias. */
  protected get biasShape(): Shape {
    return [this.gates * this.options.units];
  }

  /** What makes the first bias. */
  protected get firstBias(): InitializerLike {
    return this.options.biasInitializer;
  }

  override get inputKind() {
    return 'list' as const;
  }

  override build(inputShape: InputShape): void {
    const shape = (Array.isArray(inputShape[0 as never]) ? inputShape[0 as never] : inputShape) as PartialShape;
    const owner = `${this.className} '${this.name}'`;
    if (shape.length !== 3) {
      throw new ShapeError(owner, 'the input is not a batch of sequences', {
        got: formatPartial(shape),
        expected: '[batch, time, inputs]',
      });
    }
    const { units, useBias, ...options } = this.options;
    const columns = this.gates * units;
    this.kernel = this.weight('kernel', [lastDim(owner, shape), columns], {
      initializer: options.kernelInitializer,
      regularizer: options.kernelRegularizer,
    });
    this.recurrentKernel = this.weight('recurrent_kernel', [units, columns], {
      initializer: options.recurrentInitializer,
      regularizer: options.recurrentRegularizer,
    });
    if (useBias) {
      this.bias = this.weight('bias', this.biasShape, {
        initializer: this.firstBias,
        regularizer: options.biasRegularizer,
      });
    }
  }

  override call(inputs: Tensor | readonly Tensor[], { training, mask: masks }: CallContext): Tensor {
    const [x, ...given] = (Array.isArray(inputs) ? inputs : [inputs]) as unknown as readonly [Tensor, ...Tensor[]];
    const { goBackwards, returnSequences, returnState, stateful } = this.options;
    const mask = firstMask(masks);
    const kept = stateful && this.#states?.[0]?.shape[0] === x.shape[0] ? this.#states : undefined;
    const initialState = given.length > 0 ? given : kept?.map(({ value }) => value);
    const { output, states } = this.run({
      x,
      kernel: this.kernel.value,
      recurrentKernel: this.recurrentKernel.value,
      bias: this.bias?.value,
      initialState,
      mask,
      reverse: goBackwards,
      returnSequences,
      ...(training ? this.#dropoutMasks(x) : {}),
    });
    if (stateful) this.#keep(states);
    const shown = this.#zeroMasked(output, mask);
    return (returnState ? [shown, ...states] : shown) as Tensor;
  }

  override computeMask(_inputs: Structure<Tensor>, mask: ApplyOptions['mask']): Tensor | undefined {
    return this.options.returnSequences ? firstMask(mask) : undefined;
  }

  /** Makes a stateful layer begin with zeros again. */
  resetState(): void {
    this.#states = undefined;
  }

  /** As Keras draws them: a mask for each gate where the state is dropped too, else one of the input for all gates. */
  #dropoutMasks(x: Tensor): { inputMasks?: Tensor; recurrentMasks?: Tensor; x?: Tensor } {
    const { dropout, recurrentDropout, units } = this.options;
    const [batch, , width] = x.shape as readonly [number, number, number];
    const drops = (rate: number) => rate > 0 && rate < 1;
    const draw = (rate: number, shape: Shape) =>
      bernoulli(shape, { probability: 1 - rate, dtype: x.dtype, generator: this.#generator }).mul(1 / (1 - rate));
    const recurrentMasks = drops(recurrentDropout)
      ? { recurrentMasks: draw(recurrentDropout, [this.gates, batch, units]) }
      : {};
    if (!drops(dropout)) return recurrentMasks;
    if (recurrentDropout > 0 && this.gates > 1) {
      return { ...recurrentMasks, inputMasks: draw(dropout, [this.gates, batch, width]) };
    }
    return { ...recurrentMasks, x: x.mul(draw(dropout, [batch, 1, width])) };
  }

  #zeroMasked(output: Tensor, mask: Tensor | undefined): Tensor {
    if (mask === undefined || !this.options.zeroOutputForMask) return output;
    const [batch, time] = mask.shape as readonly [number, number];
    const inOrder = this.options.goBackwards ? flip(mask, 1) : mask;
    if (this.options.returnSequences) return where(inOrder.reshape([batch, time, 1]), output, 0);
    return where(inOrder.slice([0, time - 1], [batch, time]), output, 0);
  }

  #keep(states: readonly Tensor[]): void {
    if (this.#states?.[0]?.shape[0] !== states[0]?.shape[0]) {
      this.#states = states.map(({ shape, dtype }, i) => {
        return new Variable(zeros(shape, { dtype }), { name: `state_${i}`, trainable: false });
      });
    }
    this.#states?.forEach((variable, i) => {
      variable.assign(states[i] as Tensor);
    });
  }
}

/** An activation option as an operation takes it: left out where it is the one that the operation has of its own. */
export function unlessUsual(activation: Activation, usual: ActivationName): Activation | undefined {
  return activation === activationOption(usual).check('', '', usual) ? undefined : activation;
}
