/**
 * Round numbers that divide a range into about `count` parts: multiples of 1, 2 or 5 times a power of ten.
 *
 * @param min - the range's lower end
 * @param max - its upper end, above `min`
 * @param count - how many parts are about right
 * @param least - the smallest distance between two of them
 */
export function ticksBetween(min: number, max: number, count: number, least = 0): number[] {
  const step = Math.max(roundStep((max - min) / count), least);
  const ticks: number[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) {
    ticks.push(Number((i * step).toPrecision(12))); // 3 · 0.1 is 0.3
  }
  return ticks;
}

function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= step * 0.7) ?? 10;
  return factor * power;
}

/** A range with a little room, not empty. */
export function rangeOf(values: readonly number[]): readonly [min: number, max: number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const min = Math.min(...finite);
  const max = Math.max(...finite);
  const room = max > min ? (max - min) * 0.06 : Math.abs(max) * 0.1 || 1;
  return [min >= 0 ? Math.max(0, min - room) : min - room, max + room];
}
