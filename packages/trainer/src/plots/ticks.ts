/** A mark on an axis, and what is written beside it. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * Marks at round numbers, which divide a range into about `count` parts: multiples of 1, 2 or 5 times a power of ten. All
 * labels of an axis have the same number of decimals, or powers of ten where those are shorter.
 *
 * @param min - the range's lower end
 * @param max - its upper end; a range of one value has a mark at it
 * @param count - about how many parts
 * @param least - the smallest distance between two marks; 1 for axes of integers
 * @returns the marks from `min` to `max`; none if an end is not finite or no round number lies between them
 *
 * @example
 * import { ticksBetween } from '@mariana/trainer/plots';
 *
 * ticksBetween(0, 0.32, 4).map(({ label }) => label); // ['0.0', '0.1', '0.2', '0.3']
 */
export function ticksBetween(min: number, max: number, count: number, least = 0): Tick[] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [];
  if (min === max) return [{ value: min, label: String(min) }];
  // Neighbours must differ as float64, whose precision ends near 1e-16 of the larger end.
  const precision = Math.max(-min, max) * 1e-15;
  const { factor, power } = roundStep(Math.max(max / count - min / count, precision, least, Number.MIN_VALUE));
  const step = decimal(factor, power);
  const multiples: number[] = [];
  const last = Math.floor(max / step + 1e-9);
  for (let i = Math.ceil(min / step - 1e-9); i <= last; i++) multiples.push(i * factor);
  const labels = labelsOf(multiples, power);
  return multiples.map((multiple, i) => ({ value: decimal(multiple, power), label: labels[i] as string }));
}

/** The float64 nearest to `digits` · 10^`power`: a product of the two could be off by its last digits. */
function decimal(digits: number, power: number): number {
  return Number(`${digits}e${power}`);
}

/** The round number near a step, as `factor` · 10^`power`. */
function roundStep(step: number): { factor: number; power: number } {
  const power = Math.floor(Math.log10(step));
  const factor = [1, 2, 5].find((candidate) => decimal(candidate, power) >= step * 0.7);
  return factor === undefined ? { factor: 1, power: power + 1 } : { factor, power };
}

/** Labels of `multiples` · 10^`power`, from their decimal digits. */
function labelsOf(multiples: readonly number[], power: number): string[] {
  const plain = multiples.map((multiple) => plainLabel(multiple, power));
  const longest = lengthOf(plain);
  if (longest <= 6) return plain;
  const scientific = multiples.map((multiple) => scientificLabel(multiple, power));
  return lengthOf(scientific) < longest ? scientific : plain;
}

function lengthOf(labels: readonly string[]): number {
  return Math.max(0, ...labels.map((label) => label.replace('-', '').length));
}

function plainLabel(multiple: number, power: number): string {
  if (power >= 0) return multiple === 0 ? '0' : `${multiple}${'0'.repeat(power)}`;
  const digits = String(Math.abs(multiple)).padStart(1 - power, '0');
  return `${multiple < 0 ? '-' : ''}${digits.slice(0, power)}.${digits.slice(power)}`;
}

function scientificLabel(multiple: number, power: number): string {
  if (multiple === 0) return '0';
  const digits = String(Math.abs(multiple));
  const rest = digits.slice(1).replace(/0+$/, '');
  return `${multiple < 0 ? '-' : ''}${digits[0]}${rest && '.'}${rest}e${power + digits.length - 1}`;
}

/**
 * The range of an axis: from the smallest to the largest finite value, with a little room, and never empty.
 *
 * @param values - those that are not finite do not count
 * @param room - how much is added at each end, as a part of the range; never below 0 where no value is
 * @returns the two ends, [0, 1] where there is no finite value
 */
export function rangeOf(values: Iterable<number>, room = 0.06): readonly [min: number, max: number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (min > max) return [0, 1];
  // One value stands in the middle.
  const more = max > min ? max * room - min * room : Math.abs(max) * 0.1 || 1;
  const bound = (end: number) => Math.min(Math.max(end, -Number.MAX_VALUE), Number.MAX_VALUE);
  return [bound(min >= 0 ? Math.max(0, min - more) : min - more), bound(max + more)];
}
