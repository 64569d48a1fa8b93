import { type Shape, ShapeError, type Tensor } from '@mariana/tensor';
import type { Option } from '../options/option.ts';
import type { SpatialRank } from '../options/per-axis.ts';
import type { PartialShape } from '../options/shapes.ts';
import { choice } from '../options/strings.ts';
import { formatPartial } from '../symbolic/symbolic-tensor.ts';

/** Where the channels stand: [batch, ...spatial, channels] or [batch, channels, ...spatial]. */
export type DataFormat = 'channelsLast' | 'channelsFirst';

/** The option that says where the channels stand. */
export function dataFormatOption(): Option<DataFormat, DataFormat, false> {
  return choice(['channelsLast', 'channelsFirst'], 'channelsLast');
}

/** [batch, channels, ...spatial] as [batch, ...spatial, channels]; what has that form already stays. */
export function toChannelsLast(x: Tensor, format: DataFormat): Tensor {
  return format === 'channelsLast' ? x : x.transpose(lastOf(x.shape.map((_, axis) => axis)));
}

/** [batch, ...spatial, channels] in the given form. */
export function fromChannelsLast(y: Tensor, format: DataFormat): Tensor {
  if (format === 'channelsLast') return y;
  return y.transpose([0, y.rank - 1, ...y.shape.slice(2).map((_, axis) => axis + 1)]);
}

/** The shape of an input with the channels moved to the end. */
export function shapeWithChannelsLast(shape: PartialShape, format: DataFormat): PartialShape {
  return format === 'channelsLast' ? shape : lastOf(shape);
}

function lastOf<Entry>([batch, channels, ...spatial]: readonly Entry[]): Entry[] {
  return [batch as Entry, ...spatial, channels as Entry];
}

/**
 * Checks that an input has a batch, its spatial axes and channels.
 *
 * @throws ShapeError if it has more or fewer axes
 */
export function checkSpatialRank(owner: string, shape: PartialShape, rank: SpatialRank, format: DataFormat): void {
  if (shape.length === rank + 2) return;
  const spatial = ['steps', 'height, width', 'depth, height, width'][rank - 1] as string;
  throw new ShapeError(owner, 'the input has another number of axes', {
    got: formatPartial(shape),
    expected: format === 'channelsLast' ? `[batch, ${spatial}, channels]` : `[batch, channels, ${spatial}]`,
    fix: shape.length === rank + 1 && rank > 1 ? 'Give images without channels an axis: reshape' : undefined,
  });
}

/**
 * Checks that a window fits somewhere into the spatial axes whose size is known.
 *
 * @param spatial - sizes of the spatial axes
 * @param reach - how many elements the window spans on each
 * @throws ShapeError if it does not
 */
export function checkWindow(owner: string, spatial: PartialShape, reach: Shape): void {
  if (spatial.every((size, axis) => size === null || size >= (reach[axis] as number))) return;
  throw new ShapeError(owner, 'the window is larger than the input', {
    got: `a window that spans ${formatPartial(reach)} on spatial axes ${formatPartial(spatial)}`,
    expected: 'a window that fits',
    fix: "Use padding: 'same', or pool less before",
  });
}
