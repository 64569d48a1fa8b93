import { zeros } from '../ops/create.ts';
import type { Abstract, Gradients, Primitive, Residuals, Saves, Several } from '../primitive.ts';
import { scope, untracked } from '../scope.ts';
import type { Tensor } from '../tensor.ts';

/** What a gradient level keeps with a tensor: the value below, and the operation that made it. */
export interface Traced {
  readonly primal: Tensor;
  readonly node: Node;
  /** Which of the node's outputs this is. */
  readonly output: number;
}

const none: readonly never[] = [];

/** One recorded operation, on the tape in the order of execution. Many are made: each holds no more than it must. */
export abstract class Node {
  /** For each input, the node it came from; undefined for constants. */
  readonly inputs: readonly (Traced | undefined)[];
  readonly outputs: readonly Abstract[];
  /** Gradients of the outputs, summed as they come in. */
  #cotangents: (Tensor | undefined)[] | undefined;

  constructor(inputs: readonly (Traced | undefined)[], outputs: readonly Abstract[]) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Gives the gradients of the inputs. */
  protected abstract gradients(cotangents: Several<Tensor>): Gradients;

  /** Lets go of what only this node holds: it will not be pulled again. */
  release(): void {}

  /** Adds a gradient to what has come in for an output. The sum is the tape's own: no scope releases it. */
  accumulate(output: number, gradient: Tensor): void {
    this.#cotangents ??= [];
    const sum = this.#cotangents[output];
    this.#cotangents[output] = untracked(() => (sum === undefined ? gradient.alias() : sum.add(gradient)));
    sum?.dispose();
  }

  /** Hands out the gradient of the only output, and forgets it. */
  take(): Tensor | undefined {
    const gradient = this.#cotangents?.[0];
    this.#cotangents = undefined;
    return gradient;
  }

  /** Sends the gradients of the outputs on to the inputs. */
  pull(): void {
    const cotangents = this.#cotangents;
    if (cotangents === undefined) return;
    scope(() => {
      const dys = this.outputs.map((output, i) => cotangents[i] ?? zeros(output.shape, { dtype: output.dtype }));
      const gradients = this.gradients(dys as unknown as Several<Tensor>);
      for (let i = 0; i < this.inputs.length; i++) {
        const input = this.inputs[i];
        const gradient = gradients[i];
        if (input !== undefined && gradient !== undefined) input.node.accumulate(input.output, gradient);
      }
    });
    this.drop();
  }

  /** Gives back the gradients that have come in. */
  drop(): void {
    if (this.#cotangents === undefined) return;
    for (const cotangent of this.#cotangents) cotangent?.dispose();
    this.#cotangents = undefined;
  }
}

/** A tensor that the gradient is taken of. What comes in stays. */
export class InputNode extends Node {
  constructor(value: Abstract) {
    super(none, [value]);
  }

  override pull(): void {}

  protected gradients(): Gradients {
    return none;
  }
}

/** A use of a function that brings its own gradient. */
export class CustomNode extends Node {
  readonly #gradient: (...cotangents: readonly Tensor[]) => Gradients;

  constructor(
    inputs: readonly (Traced | undefined)[],
    outputs: readonly Abstract[],
    gradient: (...cotangents: readonly Tensor[]) => Gradients,
  ) {
    super(inputs, outputs);
    this.#gradient = gradient;
  }

  protected gradients(cotangents: Several<Tensor>): Gradients {
    return this.#gradient(...cotangents);
  }
}

/** A use of a primitive, with what its rule reads of inputs and outputs. */
export class PrimitiveNode<Params> extends Node {
  readonly #primitive: Primitive<Params>;
  readonly #params: Params;
  readonly #saves: Saves | undefined;
  readonly #savedInputs: readonly Tensor[];
  readonly #savedOutputs: readonly Tensor[];

  /**
   * @param traces - for each input, the node it came from
   * @param inputs - the inputs' values
   * @param outputs - the values of all outputs
   * @param count - through how many of these gradients flow
   */
  constructor(
    primitive: Primitive<Params>,
    params: Params,
    traces: readonly (Traced | undefined)[],
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    count: number,
  ) {
    super(traces, count === outputs.length ? outputs : outputs.slice(0, count));
    this.#primitive = primitive;
    this.#params = params;
    // Without handles of their own, residuals still tell shape and dtype.
    const { saves } = primitive;
    this.#saves = typeof saves === 'function' ? saves(params) : saves;
    this.#savedInputs = withHandles(inputs, this.#saves?.inputs);
    this.#savedOutputs = withHandles(outputs, this.#saves?.outputs);
  }

  protected gradients(cotangents: Several<Tensor>): Gradients {
    const residuals: Residuals = {
      inputs: this.#savedInputs as unknown as Several<Tensor>,
      outputs: this.#savedOutputs as unknown as Several<Tensor>,
      wanted: this.inputs.map((trace) => trace !== undefined),
    };
    return this.#primitive.vjp?.(this.#params, residuals, ...cotangents) ?? none;
  }

  override release(): void {
    for (const i of this.#saves?.inputs ?? none) this.#savedInputs[i]?.dispose();
    for (const i of this.#saves?.outputs ?? none) this.#savedOutputs[i]?.dispose();
  }
}

/** The tensors, those at `positions` as handles of the tape's own, so that the user may release theirs. */
function withHandles(tensors: readonly Tensor[], positions: readonly number[] | undefined): readonly Tensor[] {
  if (positions === undefined || positions.length === 0) return tensors;
  return untracked(() => tensors.map((tensor, i) => (positions.includes(i) ? tensor.alias() : tensor)));
}
