import { bindAll, bindCustom, levelOf } from '../bind.ts';
import type { CustomRule } from '../custom-rule.ts';
import { isFloating } from '../dtype.ts';
import { ArgumentError } from '../errors.ts';
import { assignAt, Level, readAt, withLevel } from '../level.ts';
import { zeros } from '../ops/create.ts';
import type { Primitive, Several } from '../primitive.ts';
import { track, untracked } from '../scope.ts';
import { Tensor } from '../tensor.ts';
import type { Variable } from '../variable.ts';
import { CustomNode, InputNode, type Node, PrimitiveNode, type Traced } from './tape.ts';

/**
 * Reverse mode: records operations on a tape as they run on the level below, and pulls gradients back along it.
 */
export class GradLevel extends Level {
  override readonly label = 'grad';
  readonly #tape: Node[] = [];
  readonly #watched = new Map<Variable, Tensor>();
  #open = true;

  /** A tensor of this level over `primal`, which it takes over, whose gradient can be asked for. */
  watch(primal: Tensor): Tensor {
    const node = new InputNode(primal);
    this.#tape.push(node);
    return this.#wrap(primal, node, 0);
  }

  under(tensor: Tensor): Tensor | undefined {
    return this.#traceOf(tensor)?.primal;
  }

  /** Makes reads of a variable give a tensor of this level, and returns it. */
  watchVariable(variable: Variable): Tensor {
    const traced = this.watch(readAt(this.below, variable));
    this.#watched.set(variable, traced);
    return traced;
  }

  bind<Params>(primitive: Primitive<Params>, inputs: readonly Tensor[], params: Params): readonly Tensor[] {
    this.#checkOpen(primitive.name);
    // A fused primitive without a rule is differentiated through its parts.
    if (primitive.vjp === undefined && primitive.decompose !== undefined) {
      return primitive.decompose(params, inputs as Several<Tensor>);
    }
    const primals: Tensor[] = [];
    const traces: (Traced | undefined)[] = [];
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i] as Tensor;
      const trace = this.#traceOf(input);
      traces.push(trace);
      primals.push(trace === undefined ? input : trace.primal);
    }
    const outputs = bindAll(primitive, primals, params);
    if (primitive.vjp === undefined) return outputs;
    const count = primitive.differentiable?.(params) ?? outputs.length;
    const traced = this.#record(new PrimitiveNode(primitive, params, traces, primals, outputs, count), outputs, count);
    // What only the gradient reads leaves the level as it is: nobody has to make a zero gradient for it.
    return count === outputs.length ? traced : [...traced, ...outputs.slice(count)];
  }

  bindCustom(rule: CustomRule, inputs: readonly Tensor[]): readonly Tensor[] {
    this.#checkOpen(rule.name);
    const primals = inputs.map((input) => this.primal(input));
    const { outputs: direct, gradient } = withLevel(this.below, () => rule.run(primals));
    // Where a level below records as well, it has to see the value with the rule's gradient, and what the gradient
    // function computes with its derived one.
    const found = levelOf(primals) === undefined ? direct : bindCustom(rule, primals);
    // An input that is handed back needs a handle of its own: each traced tensor releases what it stands on.
    const outputs = found.map((output) => (primals.includes(output) ? output.alias() : output));
    const traces = inputs.map((input) => this.#traceOf(input));
    return this.#record(new CustomNode(traces, outputs, gradient), outputs, outputs.length);
  }

  /**
   * Pulls gradients back from outputs to what is watched.
   *
   * @param outputs - tensors of this level, or ones that do not depend on it
   * @param cotangents - their gradients, of their shapes
   * @param wanted - tensors that {@link watch} or {@link watchVariable} gave
   * @param keepTape - whether it will be pulled again; otherwise each operation lets go of its tensors once it is done
   * @returns for each of `wanted` its gradient: zeros where no output depends on it
   */
  pull(
    outputs: readonly Tensor[],
    cotangents: readonly Tensor[],
    wanted: readonly Tensor[],
    keepTape: boolean,
  ): Tensor[] {
    outputs.forEach((output, i) => {
      const trace = this.#traceOf(output);
      if (trace !== undefined) trace.node.accumulate(trace.output, cotangents[i] as Tensor);
    });
    for (let i = this.#tape.length - 1; i >= 0; i--) {
      const node = this.#tape[i] as Node;
      node.pull();
      if (!keepTape) node.release();
    }
    return wanted.map((tensor) => {
      const { node } = this.#traceOf(tensor) as Traced;
      const gradient = node.take();
      if (gradient === undefined) return zeros(tensor.shape, { dtype: tensor.dtype });
      track(gradient);
      return gradient;
    });
  }

  /** Ends the transform: gives back what the tape holds. Tensors of this level cannot be used afterwards. */
  close(): void {
    this.#open = false;
    for (const node of this.#tape) {
      node.drop();
      node.release();
    }
    this.#tape.length = 0;
    for (const value of this.#watched.values()) value.dispose();
    this.#watched.clear();
  }

  /** Takes new operations no longer, but keeps the tape. */
  freeze(): void {
    this.#open = false;
  }

  /** The value below: of a tensor of this level what it wraps, of any other the tensor itself. */
  primal(tensor: Tensor): Tensor {
    return this.#traceOf(tensor)?.primal ?? tensor;
  }

  alias(tensor: Tensor): Tensor {
    const { primal, node, output } = tensor.trace as Traced;
    return this.#wrap(primal.alias(), node, output);
  }

  release(tensor: Tensor): void {
    (tensor.trace as Traced).primal.dispose();
  }

  override readVariable(variable: Variable): Tensor {
    return this.#watched.get(variable) ?? readAt(this.below, variable);
  }

  override assignVariable(variable: Variable, value: Tensor): void {
    // Later reads inside the function see the traced value, so that gradients flow through the assignment.
    if (value.level === this || this.#watched.has(variable)) {
      this.#watched.set(
        variable,
        untracked(() => value.alias()),
      );
    }
    assignAt(this.below, variable, this.primal(value));
  }

  #traceOf(tensor: Tensor): Traced | undefined {
    return tensor.level === this ? (tensor.trace as Traced) : undefined;
  }

  #wrap(primal: Tensor, node: Node, output: number): Tensor {
    return Tensor.traced(this, primal.shape, primal.dtype, { primal, node, output } satisfies Traced);
  }

  /** Puts an operation on the tape; its first outputs become tensors of this level. */
  #record(node: Node, outputs: readonly Tensor[], count: number): readonly Tensor[] {
    this.#tape.push(node);
    const traced: Tensor[] = [];
    for (let i = 0; i < count; i++) {
      const output = outputs[i] as Tensor;
      // Whole numbers and bools carry no gradient: they leave the level as constants.
      traced.push(isFloating(output.dtype) ? this.#wrap(output, node, i) : output);
    }
    return traced;
  }

  #checkOpen(op: string): void {
    if (this.#open) return;
    throw new ArgumentError(op, 'an input is a traced tensor of a transform that has ended', {
      fix: 'Return what you need from the transformed function, as auxiliary output for one',
    });
  }
}
