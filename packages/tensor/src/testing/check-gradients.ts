import { isFloating } from '../dtype.ts';
import { withEngine } from '../engine/current.ts';
import { referenceEngine } from '../engines/reference/engine.ts';
import { MarianaError } from '../errors.ts';
import { makeTensor } from '../ops/arguments.ts';
import { fillUniform } from '../random/uniform.ts';
import { scope } from '../scope.ts';
import { formatShape, type Shape, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { vjp } from '../transforms/grad.ts';
import { differenceOf } from './compare.ts';

/** Options of {@link checkGradients}. */
export interface CheckGradientsOptions {
  /**
   * The range that inputs are drawn from; one for all, or one for each.
   * @defaultValue [-2, 2]
   */
  range?: readonly [low: number, high: number] | readonly (readonly [low: number, high: number])[] | undefined;
  /**
   * The highest order checked: 1, the gradient, or 2, its gradient too.
   * @defaultValue 2
   */
  order?: 1 | 2 | undefined;
  /**
   * Allowed difference, relative to the larger of 1 and the number.
   * @defaultValue 1e-6
   */
  tolerance?: number | undefined;
  /**
   * Chooses the inputs.
   * @defaultValue 0
   */
  seed?: number | undefined;
}

/** A function of tensors with one or several results, of which the float ones are differentiated. */
export type Differentiable = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

type Numbers = readonly Float64Array[];
/** From the elements of the inputs to one list of numbers. */
type Evaluated = (inputs: Numbers) => Float64Array;

/**
 * Compares a function's gradient with differences of its values, and its second gradient with differences of its
 * gradient, in float64 on the reference engine, at inputs drawn at random.
 *
 * Differences are central ones of fourth order: (8·(f(x+h) − f(x−h)) − (f(x+2h) − f(x−2h))) / 12h with h = 1e-3. Draw the
 * inputs from a range in which the function is smooth.
 *
 * @param name - of what is checked, for the error
 * @param fn - the function; deterministic and synchronous
 * @param shapes - the shapes of its inputs
 * @param options - see {@link CheckGradientsOptions}
 * @throws GradientError that names the input, the element and both numbers
 *
 * @example
 * checkGradients('softmax', (x) => softmax(x, { axis: 0 }), [[3, 4]]);
 */
export function checkGradients(
  name: string,
  fn: Differentiable,
  shapes: readonly Shape[],
  { range = [-2, 2], order = 2, tolerance = 1e-6, seed = 0 }: CheckGradientsOptions = {},
): void {
  withEngine(referenceEngine(), () =>
    scope(() => {
      const inputs = shapes.map((shape, i) => {
        const [low, high] = (typeof range[0] === 'number' ? range : range[i]) as readonly [number, number];
        return draw(sizeOf(shape), [seed, i, 0, 0], low, high);
      });
      const tensors = (numbers: Numbers) => numbers.map((data, i) => makeTensor('checkGradients', data, shapes[i]));
      const floats = (...given: Tensor[]) => [fn(...given)].flat().filter((y) => isFloating(y.dtype));
      const gradient = (...given: Tensor[]) => differentiate(floats, given, seed + 1);
      const evaluate =
        (of: (...given: Tensor[]) => readonly Tensor[]): Evaluated =>
        (numbers) =>
          flat(of(...tensors(numbers)));

      compare(`${name}: gradient`, evaluate(floats), gradient(...tensors(inputs)), inputs, shapes, seed + 1, tolerance);
      if (order === 1) return;
      const second = differentiate(gradient, tensors(inputs), seed + 2);
      compare(`${name}: second gradient`, evaluate(gradient), second, inputs, shapes, seed + 2, tolerance);
    }),
  );
}

/** A gradient that is not what the values say. */
export class GradientError extends MarianaError {
  override name = 'GradientError';
  protected static override readonly className: string = 'GradientError';
}

function draw(size: number, key: readonly number[], low: number, high: number): Float64Array {
  const numbers = new Float64Array(size);
  fillUniform(numbers, key);
  return numbers.map((u) => low + u * (high - low));
}

/** The weights of all elements in the sum that is differentiated: any will do, as long as they differ. */
function weightsFor(count: number, seed: number): Float64Array {
  return draw(count, [seed, 0, 1, 0], 0.5, 1.5);
}

/** The gradients of Σ outputs · weights. */
function differentiate(
  fn: (...given: Tensor[]) => readonly Tensor[],
  inputs: readonly Tensor[],
  seed: number,
): Tensor[] {
  const { value, pull } = vjp(fn, ...inputs);
  const weights = weightsFor(
    value.reduce((count, y) => count + y.size, 0),
    seed,
  );
  let done = 0;
  const cotangents = value.map(({ shape, size }) => {
    done += size;
    return makeTensor('checkGradients', weights.slice(done - size, done), shape);
  });
  return [...pull(...cotangents)];
}

function flat(tensors: readonly Tensor[]): Float64Array {
  return Float64Array.from(tensors.flatMap((x) => Array.from(x.dataSync(), Number)));
}

function compare(
  what: string,
  evaluate: Evaluated,
  gradients: readonly Tensor[],
  inputs: Numbers,
  shapes: readonly Shape[],
  seed: number,
  tolerance: number,
): void {
  const sum = (numbers: Numbers) =>
    scope(() => {
      const values = evaluate(numbers);
      const weights = weightsFor(values.length, seed);
      return values.reduce((total, value, i) => total + value * weights[i]!, 0);
    });
  for (const [k, input] of inputs.entries()) {
    const numeric = Array.from(input, (_, i) => slope(sum, inputs, k, i));
    const analytic = gradients[k]!.dataSync();
    const wrong = differenceOf(analytic, numeric, shapes[k]!, { rtol: tolerance, atol: tolerance });
    if (wrong === undefined) continue;
    throw new GradientError(what, 'it is not the slope of the function', {
      got: `input ${k} of shape ${formatShape(shapes[k]!)}: ${wrong}`,
      expected: 'what differences of the values give',
    });
  }
}

/** The derivative of a number by one element, from four values around it. */
function slope(of: (inputs: Numbers) => number, inputs: Numbers, k: number, i: number): number {
  const h = 1e-3;
  const at = (distance: number) => {
    const moved = inputs[k]!.slice();
    moved[i]! += distance;
    return of(inputs.map((input, j) => (j === k ? moved : input)));
  };
  return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
}
