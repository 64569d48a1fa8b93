import { bindAll, bindCustom } from '../bind.ts';
import type { CustomRule } from '../custom-rule.ts';
import { ArgumentError } from '../errors.ts';
import { Level, readAt, withLevel } from '../level.ts';
import { asTensor } from '../ops/arguments.ts';
import type { Primitive } from '../primitive.ts';
import type { Generator } from '../random/generator.ts';
import { track, untracked } from '../scope.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import type { Variable } from '../variable.ts';

/** Interprets effects only: variables are read from and assigned to values handed in, keys follow from one handed in. */
class EffectLevel extends Level {
  readonly values: Map<Variable, Tensor>;
  readonly #key: Tensor | undefined;
  draws = 0;

  constructor(values: Map<Variable, Tensor>, key: Tensor | undefined) {
    super();
    this.values = values;
    this.#key = key;
  }

  override readVariable(variable: Variable): Tensor {
    return this.values.get(variable) ?? readAt(this.below, variable);
  }

  override assignVariable(variable: Variable, value: Tensor): void {
    if (!this.values.has(variable)) {
      throw new ArgumentError('functional', `the function assigns to '${variable.name}', which was not handed in`, {
        expected: 'every variable that it changes among the variables',
      });
    }
    // A handle of its own: a scope inside the function may release the one given.
    this.values.set(
      variable,
      untracked(() => value.alias()),
    );
  }

  override drawKey(generator: Generator): Tensor {
    if (this.#key === undefined) {
      throw new ArgumentError('functional', 'the function draws random numbers, and no key was handed in', {
        fix: 'Pass generator.drawKey() as the second argument',
      });
    }
    return generator.keyAfter(this.#key, this.draws++);
  }

  // No tensor belongs to this level, so nothing below is ever called with one.
  bind<Params>(primitive: Primitive<Params>, inputs: readonly Tensor[], params: Params): readonly Tensor[] {
    return bindAll(primitive, inputs, params);
  }
  bindCustom(rule: CustomRule, inputs: readonly Tensor[]): readonly Tensor[] {
    return bindCustom(rule, inputs);
  }
  alias(tensor: Tensor): Tensor {
    return tensor.alias();
  }
  release(tensor: Tensor): void {
    tensor.dispose();
  }
  under(): undefined {
    return undefined;
  }
}

/** What a function made pure returns. */
export interface FunctionalResult<Output> {
  readonly output: Output;
  /** The variables' values afterwards, in the order given. */
  readonly variables: readonly Tensor[];
  /** How many keys were drawn: with it the caller moves the key on. */
  readonly draws: number;
}

/**
 * A function made pure: what it reads from and assigns to variables, and the keys of its random draws, become inputs and
 * outputs. No variable changes.
 *
 * @param fn - reads and assigns `variables`, may draw random numbers
 * @param variables - those whose values are handed in and out; others are read as they stand
 * @returns `(values, key, ...inputs) => { output, variables, draws }`; `key` may be undefined where nothing is drawn
 * @throws ArgumentError if a variable outside of the list is assigned, or a draw has no key
 * @source `keras.Layer.stateless_call`, `torch.func.functional_call`
 *
 * @example
 * const count = new Variable(0);
 * const step = functional((x) => { count.assign(count.value.add(x)); return count.value.mul(10); }, [count]);
 * const { output, variables } = step([5], undefined, 2);
 * await output.item(); // 70
 * await variables[0].item(); // 7
 * await count.value.item(); // 0
 */
export function functional<Output>(
  fn: (...inputs: Tensor[]) => Output,
  variables: readonly Variable[],
): (values: readonly TensorLike[], key: Tensor | undefined, ...inputs: TensorLike[]) => FunctionalResult<Output> {
  return (values, key, ...inputs) => {
    if (values.length !== variables.length) {
      throw new ArgumentError('functional', 'the number of values is not that of the variables', {
        got: `${values.length} values`,
        expected: `${variables.length}`,
      });
    }
    const held = new Map(variables.map((variable, i) => [variable, asTensor('functional', values[i] as TensorLike)]));
    const level = new EffectLevel(held, key);
    const tensors = inputs.map((input) => asTensor('functional', input));
    const output = withLevel(level, () => fn(...tensors));
    const after = variables.map((variable) => held.get(variable) as Tensor);
    for (const value of after) track(value);
    return { output, variables: after, draws: level.draws };
  };
}
