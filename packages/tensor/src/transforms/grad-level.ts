import { bindAll, bindCustom, levelOf } from '../bind.ts';
import type { CustomRule } from '../custom-rule.ts';
import { isFloating } from '../dtype.ts';
import { ArgumentError } from '../errors.ts';
import { assignAt, Level, readAt, withLevel } from '../level.ts';
import { zeros } from '../ops/create.ts';
import type { Abstract, Gradients, Primitive, Several } from '../primitive.ts';
import { scope, track, untracked } from '../scope.ts';
import { Tensor } from '../tensor.ts';
import type { Variable } from '../variable.ts';

/** What a gradient level keeps with a tensor: the value below, and the operation that made it. */
interface Traced {
  readonly primal: Tensor;
  readonly node: Node;
  /** Which of the node's outputs this is. */
  readonly output: number;
}

/** One recorded operation, on the tape in the order of execution. */
interface Node {
  readonly name: string;
  /** For each input, the node it came from; undefined for constants. */
  readonly inputs: readonly (Traced | undefined)[];
  readonly outputs: readonly Abstract[];
  /** Gradients of the outputs, summed as they come in. */
  readonly cotangents: (Tensor | undefined)[];
  /** Gives the gradients of the inputs; undefined for the tensors that the gradient is taken of. */
  readonly pull: ((cotangents: Several<Tensor>) => Gradients) | undefined;
  /** Handles that only this node holds, given back once it has been pulled. */
  readonly saved: readonly Tensor[];
}

/**
 * Reverse mode: records operations on a tape as they run on the level below, and pulls gradients back along it.
 */
export class GradLevel extends Level {
  readonly #tape: Node[] = [];
  readonly #watched = new Map<Variable, Tensor>();
  #open = true;

  /** A tensor of this level over `primal`, which it takes over, whose gradient can be asked for. */
  watch(primal: Tensor): Tensor {
    const node: Node = { name: 'input', inputs: [], outputs: [primal], cotangents: [], pull: undefined, saved: [] };
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
    const primals = inputs.map((input) => this.primal(input));
    const outputs = bindAll(primitive, primals, params);
    const { vjp } = primitive;
    if (vjp === undefined) return outputs;
    const traces = inputs.map((input) => this.#traceOf(input));
    const saved: Tensor[] = [];
    const keep = (tensors: readonly Tensor[], positions: readonly number[] | undefined) =>
      tensors.map((tensor, i) => (positions?.includes(i) ? save(tensor, saved) : tensor));
    const residuals = {
      inputs: keep(primals, primitive.saves?.inputs) as unknown as Several<Tensor>,
      outputs: keep(outputs, primitive.saves?.outputs) as unknown as Several<Tensor>,
      wanted: traces.map((trace) => trace !== undefined),
    };
    const count = primitive.differentiable?.(params) ?? outputs.length;
    const traced = outputs.slice(0, count);
    // What only the gradient reads leaves the level as it is: nobody has to make a zero gradient for it.
    return [
      ...this.#record(primitive.name, traces, traced, saved, (dys) => vjp(params, residuals, ...dys)),
      ...outputs.slice(count),
    ];
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
    return this.#record(rule.name, traces, outputs, [], (dys) => gradient(...dys));
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
      if (trace !== undefined) accumulate(trace, cotangents[i] as Tensor);
    });
    for (let i = this.#tape.length - 1; i >= 0; i--) pullNode(this.#tape[i] as Node, keepTape);
    return wanted.map((tensor) => {
      const { node } = this.#traceOf(tensor) as Traced;
      const gradient = node.cotangents[0];
      node.cotangents.length = 0;
      if (gradient === undefined) return zeros(tensor.shape, { dtype: tensor.dtype });
      track(gradient);
      return gradient;
    });
  }

  /** Ends the transform: gives back what the tape holds. Tensors of this level cannot be used afterwards. */
  close(): void {
    this.#open = false;
    for (const node of this.#tape) {
      dropCotangents(node);
      for (const tensor of node.saved) tensor.dispose();
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

  #record(
    name: string,
    inputs: readonly (Traced | undefined)[],
    outputs: readonly Tensor[],
    saved: readonly Tensor[],
    pull: (cotangents: Several<Tensor>) => Gradients,
  ): readonly Tensor[] {
    const node: Node = { name, inputs, outputs, cotangents: [], pull, saved };
    this.#tape.push(node);
    // Whole numbers and bools carry no gradient: they leave the level as constants.
    return outputs.map((output, i) => (isFloating(output.dtype) ? this.#wrap(output, node, i) : output));
  }

  #checkOpen(op: string): void {
    if (this.#open) return;
    throw new ArgumentError(op, 'an input is a traced tensor of a transform that has ended', {
      fix: 'Return what you need from the transformed function, as auxiliary output for one',
    });
  }
}

/** A handle of the tape's own, so that the user may release theirs. */
function save(tensor: Tensor, saved: Tensor[]): Tensor {
  const handle = untracked(() => tensor.alias());
  saved.push(handle);
  return handle;
}

/** Adds a gradient to what has come in for an output. The sum is the tape's own: no scope releases it. */
function accumulate({ node, output }: Traced, gradient: Tensor): void {
  const sum = node.cotangents[output];
  node.cotangents[output] = untracked(() => (sum === undefined ? gradient.alias() : sum.add(gradient)));
  sum?.dispose();
}

/** Sends the gradients of a node's outputs on to its inputs. */
function pullNode(node: Node, keepTape: boolean): void {
  const { cotangents, inputs, outputs, pull, saved } = node;
  if (pull === undefined) return;
  if (cotangents.some((cotangent) => cotangent !== undefined)) {
    scope(() => {
      const dys = outputs.map((output, i) => cotangents[i] ?? zeros(output.shape, { dtype: output.dtype }));
      const gradients = pull(dys as unknown as Several<Tensor>);
      inputs.forEach((input, i) => {
        const gradient = gradients[i];
        if (input !== undefined && gradient !== undefined) accumulate(input, gradient);
      });
    });
    dropCotangents(node);
  }
  if (!keepTape) for (const tensor of saved) tensor.dispose();
}

function dropCotangents({ cotangents }: Node): void {
  for (const cotangent of cotangents) cotangent?.dispose();
  cotangents.length = 0;
}
