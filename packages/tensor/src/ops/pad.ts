import { bind } from '../bind.ts';
import { ArgumentError, choiceError, ShapeError } from '../errors.ts';
import { element } from '../nested.ts';
import { scope } from '../scope.ts';
import { formatShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { asTensor, upload } from './arguments.ts';
import { gather } from './gather.ts';
import { padPrimitive } from './slice.ts';

const modes = ['constant', 'reflect', 'edge'] as const;

/** Options of {@link pad}. */
export interface PadOptions {
  /**
   * What stands outside: one value, the elements mirrored at the outermost one, or the outermost one repeated.
   * @defaultValue 'constant'
   */
  mode?: (typeof modes)[number] | undefined;
  /**
   * The value of the mode 'constant'.
   * @defaultValue 0
   */
  value?: number | undefined;
}

/** How much to put before and behind: the same everywhere, or [before, behind] for all axes, or a pair for each. */
export type PadWidth = number | readonly [before: number, behind: number] | readonly (readonly [number, number])[];

/**
 * Elements put around a tensor.
 *
 * @param x - any shape
 * @param width - how many before and behind: one number, a pair for all axes, or a pair for each axis
 * @param options - see {@link PadOptions}
 * @returns a tensor of `x`'s rank and dtype
 * @throws ShapeError if there is not one pair for each axis, or an empty axis is to be reflected
 * @throws ArgumentError if a width is not a whole number of 0 or more
 * @source `keras.ops.pad`, `numpy.pad`
 *
 * @example
 * await pad([1, 2, 3], [2, 1]).array(); // [0, 0, 1, 2, 3, 0]
 * await pad([1, 2, 3], 2, { mode: 'reflect' }).array(); // [3, 2, 1, 2, 3, 2, 1]
 */
export function pad(x: TensorLike, width: PadWidth, { mode = 'constant', value = 0 }: PadOptions = {}): Tensor {
  const t = asTensor('pad', x);
  if (!modes.includes(mode)) throw choiceError('pad', 'mode', mode, modes);
  const pairs = pairsOf(width, t);
  if (pairs.every(([before, behind]) => before === 0 && behind === 0)) return t;
  if (mode !== 'constant') return padByIndex(t, pairs, mode);
  return bind(padPrimitive, [t], {
    low: pairs.map(([before]) => before),
    high: pairs.map(([, behind]) => behind),
    interior: pairs.map(() => 0),
    value: Number(element('pad', value, t.dtype)),
  });
}

function pairsOf(width: PadWidth, x: Tensor): readonly (readonly [number, number])[] {
  const pair = typeof width === 'number' ? ([width, width] as const) : width;
  const isPair = pair.length === 2 && typeof pair[0] === 'number';
  const pairs = isPair ? x.shape.map(() => pair as readonly [number, number]) : (pair as readonly [number, number][]);
  if (pairs.length !== x.rank) {
    throw new ShapeError('pad', 'the widths do not fit the axes', {
      got: `${pairs.length} pairs for shape ${formatShape(x.shape)}`,
      expected: 'one pair for each axis',
    });
  }
  for (const size of pairs.flat()) {
    if (!Number.isInteger(size) || size < 0) {
      throw new ArgumentError('pad', 'a width cannot be', {
        got: String(size),
        expected: 'whole numbers of 0 or more',
      });
    }
  }
  return pairs;
}

/** Each axis in turn is looked up at indices that walk past its ends. */
function padByIndex(x: Tensor, pairs: readonly (readonly [number, number])[], mode: 'reflect' | 'edge'): Tensor {
  return scope(() => {
    let result = x;
    pairs.forEach(([before, behind], axis) => {
      if (before === 0 && behind === 0) return;
      const size = x.shape[axis]!;
      if (size === 0) {
        throw new ShapeError('pad', `the mode '${mode}' needs elements`, { got: `shape ${formatShape(x.shape)}` });
      }
      const places = new Int32Array(before + size + behind);
      for (let i = 0; i < places.length; i++) places[i] = placeWithin(i - before, size, mode);
      result = gather(result, upload('pad', places, 'int32', [places.length]), { axis });
    });
    return result;
  });
}

function placeWithin(position: number, size: number, mode: 'reflect' | 'edge'): number {
  if (mode === 'edge') return Math.min(Math.max(position, 0), size - 1);
  // There and back again: the outermost elements are passed once each.
  const period = Math.max(1, 2 * (size - 1));
  const along = ((position % period) + period) % period;
  return Math.min(along, period - along);
}
