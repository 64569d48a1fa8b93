import { type AbstractLevel, type DType, evalLevel, FormatError, type Shape, type Tensor } from '@mariana/tensor';
import { isTensor } from '../base/inputs.ts';
import { carriedMask, carryMask, firstMask } from '../base/masks.ts';
import { mapStructure, type Structure } from '../base/structure.ts';

/** Shape and dtype of a tensor, and those of the mask that it carries. */
class Outline {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly mask: Outline | undefined;

  constructor(x: Tensor) {
    const mask = firstMask(carriedMask(x));
    this.shape = x.shape;
    this.dtype = x.dtype;
    this.mask = mask && new Outline(mask);
  }
}

/** More than one model meets. A memo that is full begins again. */
const maxKnown = 1000;

/** How many layers may still be traced inside of models. */
let allowance = Number.POSITIVE_INFINITY;

/**
 * Limits how many layers are traced inside of models. A file of a few kB can describe models in models that apply each
 * inner one to two different shapes, so that the number of shapes doubles with every level.
 *
 * @param layers - the limit
 * @param body - builds models
 * @throws FormatError if it is exceeded
 */
export function withTraceLimit<Result>(layers: number, body: () => Result): Result {
  const outer = allowance;
  allowance = layers;
  try {
    return body();
  } finally {
    allowance = outer;
  }
}

/**
 * The shapes that a model gave while shapes were traced. Without it a model in a model in a model would be traced again
 * for each application at every level: two a level, and the work doubles with each.
 */
export class ShapeMemo {
  readonly #known = new Map<string, Structure<Outline>>();

  /**
   * Runs a model; while only shapes are traced, those known for these inputs are taken.
   *
   * @param layers - how many layers the model has
   */
  run(inputs: Structure<Tensor>, training: boolean, layers: number, model: () => Structure<Tensor>): Structure<Tensor> {
    const level = evalLevel();
    if (level === undefined) return model();
    const key = JSON.stringify([training, mapStructure(inputs, isTensor, outlineOf)]);
    const known = this.#known.get(key);
    if (known !== undefined) return mapStructure(known, isOutline, (outline: Outline) => fromOutline(level, outline));
    allowance -= layers;
    if (allowance < 0) {
      throw new FormatError('loadModel', 'its inner models are applied to too many different shapes', {
        expected: 'few shapes for each model',
      });
    }
    const result = model();
    if (this.#known.size >= maxKnown) this.#known.clear();
    this.#known.set(key, mapStructure(result, isTensor, outlineOf));
    return result;
  }
}

function isOutline(value: unknown): value is Outline {
  return value instanceof Outline;
}

function outlineOf(x: Tensor): Outline {
  return new Outline(x);
}

function fromOutline(level: AbstractLevel, { shape, dtype, mask }: Outline): Tensor {
  const tensor = level.abstract(shape, dtype);
  if (mask !== undefined) carryMask(tensor, fromOutline(level, mask));
  return tensor;
}
