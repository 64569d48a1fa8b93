import { encode } from 'fast-png';

/** The side of a digit, in pixels of MNIST. */
const side = 28;
/** How many pixels of the picture show one of MNIST's. */
const zoom = 4;
/** Pixels between digits. */
const gap = 8;

/**
 * Digits above their reconstructions.
 *
 * @param rows - for each row of the picture its digits, [n × 784] values from 0 to 1; 0 is drawn white
 * @returns a PNG file
 */
export function digitSheet(rows: readonly ArrayLike<number>[]): Uint8Array {
  const columns = (rows[0]?.length ?? 0) / (side * side);
  const width = gap + columns * (side * zoom + gap);
  const height = gap + rows.length * (side * zoom + gap);
  const picture = new Uint8Array(width * height).fill(255);
  rows.forEach((digits, row) => {
    for (let i = 0; i < digits.length; i++) {
      const within = i % (side * side);
      const left = gap + Math.floor(i / (side * side)) * (side * zoom + gap) + (within % side) * zoom;
      const top = gap + row * (side * zoom + gap) + Math.floor(within / side) * zoom;
      const shade = 255 - Math.round(Math.min(1, Math.max(0, digits[i] as number)) * 255);
      for (let y = top; y < top + zoom; y++) picture.fill(shade, y * width + left, y * width + left + zoom);
    }
  });
  return encode({ width, height, data: picture, depth: 8, channels: 1 });
}
