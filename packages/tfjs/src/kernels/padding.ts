import type { Device, Info } from '../device.ts';

/** An array with zeros (or `value`) at the edges of its axes, or with less than it had; itself if nothing changes. */
export function padded(device: Device, x: Info, ...edges: (readonly [low: number, high: number])[]): Info {
  return paddedWith(device, 0, x, ...edges);
}

export function paddedWith(
  device: Device,
  value: number,
  x: Info,
  ...edges: (readonly [low: number, high: number])[]
): Info {
  let result = x;
  if (edges.some(([low, high]) => low < 0 || high < 0)) {
    const begin = edges.map(([low]) => Math.max(0, -low));
    const size = x.shape.map((count, axis) => count - begin[axis]! - Math.max(0, -edges[axis]![1]));
    result = device.temporary('Slice', { x: result }, { begin, size });
  }
  const paddings = edges.map(([low, high]) => [Math.max(0, low), Math.max(0, high)]);
  if (paddings.every(([low, high]) => low === 0 && high === 0)) return result;
  return device.temporary('PadV2', { x: result }, { paddings, constantValue: value });
}
