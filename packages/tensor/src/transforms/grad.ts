import { isFloating } from '../dtype.ts';
import { ArgumentError, DTypeError, ShapeError } from '../errors.ts';
import { withLevel } from '../level.ts';
import { asTensor } from '../ops/arguments.ts';
import { ones } from '../ops/create.ts';
import { scope, untracked } from '../scope.ts';
import { formatShape, sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { leavesOf, mapTree } from '../tree.ts';
import { isVariable, type Variable } from '../variable.ts';
import { GradLevel } from './grad-level.ts';

/** What gradients are taken with respect to: an argument's position, several, or variables that the function reads. */
export type WithRespectTo = number | readonly number[] | readonly Variable[];

/** The gradients of a {@link WithRespectTo}: one tensor for a position, a list otherwise. */
export type GradientsOf<W extends WithRespectTo> = number extends W
  ? Tensor
  : W extends number
    ? Tensor
    : readonly Tensor[];

/** Options of {@link grad} and {@link valueAndGrad}. */
export interface GradOptions<W extends WithRespectTo = WithRespectTo> {
  /**
   * An argument's position, a list of positions, or a list of variables.
   * @defaultValue 0
   */
  withRespectTo?: W | undefined;
  /**
   * Whether the function returns `[value, aux]`, of which only `value` is differentiated.
   * @defaultValue false
   */
  aux?: boolean | undefined;
}

/** What {@link valueAndGrad}'s function returns. */
export interface ValueAndGradients<Gradients, Aux = undefined> {
  readonly value: Tensor;
  readonly gradients: Gradients;
  /** The auxiliary output, where there is one. */
  readonly aux: Aux;
}

/** A function with one scalar result. */
export type ScalarFunction = (...inputs: Tensor[]) => Tensor;
/** A function with a scalar result and anything beside it. */
export type AuxFunction<Aux> = (...inputs: Tensor[]) => readonly [value: Tensor, aux: Aux];

/**
 * A function that computes the gradient of another: ∂fn/∂x at the inputs given.
 *
 * @param fn - takes tensors, returns a float scalar; synchronous
 * @param options - see {@link GradOptions}
 * @returns a function of the same inputs that returns the gradient: one tensor, or a list where `withRespectTo` is one
 * @throws ArgumentError if `fn` is asynchronous or does not return a tensor; ShapeError if that is not a scalar
 * @source `jax.grad`
 *
 * @example
 * const slope = grad((x) => x.square().sum());
 * await slope([1, 2, 3]).array(); // [2, 4, 6]
 */
export function grad<const W extends WithRespectTo = 0>(
  fn: ScalarFunction,
  options?: GradOptions<W> & { aux?: false | undefined },
): (...inputs: TensorLike[]) => GradientsOf<W>;
export function grad<Aux, const W extends WithRespectTo = 0>(
  fn: AuxFunction<Aux>,
  options: GradOptions<W> & { aux: true },
): (...inputs: TensorLike[]) => readonly [gradients: GradientsOf<W>, aux: Aux];
export function grad(fn: ScalarFunction | AuxFunction<unknown>, options: GradOptions = {}) {
  return (...inputs: TensorLike[]) => {
    const { value, gradients, aux } = run('grad', fn, options, inputs);
    value.dispose();
    return options.aux ? [gradients, aux] : gradients;
  };
}

/**
 * A function that computes another's value and gradient in one pass.
 *
 * @param fn - takes tensors, returns a float scalar (or `[scalar, aux]` with the `aux` option); synchronous
 * @param options - see {@link GradOptions}
 * @returns a function of the same inputs that returns `{ value, gradients, aux }`
 * @throws ArgumentError if `fn` is asynchronous or does not return a tensor; ShapeError if that is not a scalar
 * @source `jax.value_and_grad`
 *
 * @example
 * const w = new Variable([1, 2]);
 * const { value, gradients } = valueAndGrad(() => w.value.square().sum(), { withRespectTo: [w] })();
 * await value.item(); // 5
 * await gradients[0].array(); // [2, 4]
 */
export function valueAndGrad<const W extends WithRespectTo = 0>(
  fn: ScalarFunction,
  options?: GradOptions<W> & { aux?: false | undefined },
): (...inputs: TensorLike[]) => ValueAndGradients<GradientsOf<W>>;
export function valueAndGrad<Aux, const W extends WithRespectTo = 0>(
  fn: AuxFunction<Aux>,
  options: GradOptions<W> & { aux: true },
): (...inputs: TensorLike[]) => ValueAndGradients<GradientsOf<W>, Aux>;
export function valueAndGrad(fn: ScalarFunction | AuxFunction<unknown>, options: GradOptions = {}) {
  return (...inputs: TensorLike[]) => run('valueAndGrad', fn, options, inputs);
}

/** What {@link vjp} returns. */
export interface Pullback<Output> {
  /** What the function returned. */
  readonly value: Output;
  /**
   * The gradients of the inputs, from those of the outputs. May be called again.
   *
   * @param cotangents - one tensor for each output tensor, of its shape, in order
   */
  pull(...cotangents: TensorLike[]): readonly Tensor[];
  /** Gives back the memory that later calls of `pull` would need. */
  dispose(): void;
}

/**
 * Runs a function and keeps what its gradient needs: the vector-Jacobian product, for outputs of any shape.
 *
 * @param fn - takes tensors; returns a tensor, or arrays and objects of tensors
 * @param inputs - where it is evaluated
 * @returns the value, and the function that pulls gradients back
 * @throws ArgumentError if `fn` is asynchronous
 * @source `jax.vjp`, `torch.func.vjp`
 *
 * @example
 * const { value, pull } = vjp((x) => x.mul(x), [1, 2]);
 * await pull([1, 10])[0].array(); // [2, 40]
 */
export function vjp<Output>(fn: (...inputs: Tensor[]) => Output, ...inputs: TensorLike[]): Pullback<Output> {
  const level = new GradLevel();
  const watched = untracked(() =>
    inputs.map((input) => level.watch(checkFloating('vjp', asTensor('vjp', input)).alias())),
  );
  const output = withLevel(level, () => scope(() => checkSync('vjp', fn(...watched))));
  const outputs = leavesOf(output);
  level.freeze();
  const value = mapTree(output, (leaf) => level.primal(leaf).alias());
  for (const leaf of outputs) leaf.dispose(); // their places on the tape are all that pulling needs
  return {
    value,
    pull(...cotangents) {
      const dys = outputs.map((leaf, i) => checkCotangent(leaf, cotangents[i]));
      return scope(() => level.pull(outputs, dys, watched, true));
    },
    dispose() {
      level.close();
      for (const tensor of watched) tensor.dispose();
    },
  };
}

function run(
  op: string,
  fn: ScalarFunction | AuxFunction<unknown>,
  { withRespectTo = 0, aux: hasAux = false }: GradOptions,
  given: readonly TensorLike[],
): ValueAndGradients<Tensor | readonly Tensor[], unknown> {
  const level = new GradLevel();
  try {
    return scope(() => {
      const { inputs, wanted } = watch(op, level, withRespectTo, given);
      // The inner scope lets go of what the forward pass made and no gradient needs.
      const result = withLevel(level, () => scope(() => checkSync(op, fn(...inputs))));
      const [output, aux] = (hasAux ? result : [result, undefined]) as readonly [Tensor, unknown];
      checkScalar(op, output);
      const seed = ones(output.shape, { dtype: output.dtype });
      const gradients = level.pull([output], [seed], wanted, false);
      return {
        value: level.primal(output).alias(),
        gradients: typeof withRespectTo === 'number' ? (gradients[0] as Tensor) : gradients,
        aux: mapTree(aux, (leaf) => level.primal(leaf).alias()),
      };
    });
  } finally {
    level.close();
  }
}

/** The function's inputs, with those watched that gradients are taken of, and the watched ones. */
function watch(op: string, level: GradLevel, withRespectTo: WithRespectTo, given: readonly TensorLike[]) {
  const inputs = given.map((input) => asTensor(op, input));
  const targets = typeof withRespectTo === 'number' ? [withRespectTo] : withRespectTo;
  const wanted = targets.map((target: number | Variable) => {
    if (isVariable(target)) return level.watchVariable(target);
    const input = inputs[target];
    if (input === undefined) {
      throw new ArgumentError(op, 'withRespectTo names an input that was not given', {
        got: `position ${target} of ${inputs.length} inputs`,
        expected: 'positions of inputs, or variables',
      });
    }
    const traced = level.watch(checkFloating(op, input).alias());
    inputs[target] = traced;
    return traced;
  });
  return { inputs, wanted };
}

function checkFloating(op: string, input: Tensor): Tensor {
  if (isFloating(input.dtype)) return input;
  throw new DTypeError(op, 'gradients exist only for floats', {
    got: `an input of ${input.dtype}`,
    expected: 'a float dtype',
    fix: "Cast it: x.cast('float32')",
  });
}

function checkSync<Result>(op: string, result: Result): Result {
  if (!(result instanceof Promise)) return result;
  result.catch(() => {}); // it will fail on released tensors: the error below is the one to read
  throw new ArgumentError(op, 'the function returned a promise', {
    expected: 'a synchronous function',
    fix: 'Read values (await x.data()) after the transform, from its results',
  });
}

function checkScalar(op: string, output: Tensor): void {
  if (!(typeof output === 'object' && output !== null && 'dtype' in output)) {
    throw new ArgumentError(op, 'the function did not return a tensor', {
      got: typeof output,
      expected: 'a scalar tensor, or [scalar tensor, aux] with the option aux: true',
    });
  }
  if (output.rank !== 0) {
    throw new ShapeError(op, 'the function did not return a scalar', {
      got: `shape ${formatShape(output.shape)}`,
      expected: 'shape []',
      fix: 'Sum or average it, or use vjp',
    });
  }
  checkFloating(op, output);
}

function checkCotangent(output: Tensor, given: TensorLike | undefined): Tensor {
  if (given === undefined) {
    throw new ArgumentError('vjp', 'a cotangent is missing', { expected: 'one for each output tensor, in order' });
  }
  const cotangent = asTensor('vjp', given, output.dtype);
  if (sameShape(cotangent.shape, output.shape) && cotangent.dtype === output.dtype) return cotangent;
  throw new ShapeError('vjp', 'a cotangent does not fit its output', {
    got: `${cotangent.dtype} ${formatShape(cotangent.shape)}`,
    expected: `${output.dtype} ${formatShape(output.shape)}`,
  });
}
