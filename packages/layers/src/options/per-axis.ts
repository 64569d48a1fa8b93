import { ArgumentError } from '@mariana/tensor';
import { defaultOption, type Option, type OptionKind, quote, requiredOption } from './option.ts';

/** How many axes an image, a sequence or a volume has, beside the batch and the channels. */
export type SpatialRank = 1 | 2 | 3;

/** A whole number of 1 or more for each spatial axis; one number stands for all. Required unless there is a default. */
export function perSpatialAxis(rank: SpatialRank): Option<number | readonly number[], readonly number[], true>;
export function perSpatialAxis(
  rank: SpatialRank,
  fallback: number,
): Option<number | readonly number[], readonly number[], false>;
export function perSpatialAxis(
  rank: SpatialRank,
  fallback?: number,
): Option<number | readonly number[], readonly number[]> {
  const kind: OptionKind<number | readonly number[], readonly number[]> = {
    type: rank === 1 ? 'a positive integer' : `a positive integer, or ${rank} of them`,
    check(owner, name, given) {
      const list: unknown = typeof given === 'number' ? Array.from({ length: rank }, () => given) : given;
      if (Array.isArray(list) && list.length === rank && list.every(isPositive)) return [...list];
      throw new ArgumentError(owner, `${name} does not fit the spatial axes`, {
        got: quote(given),
        expected: rank === 1 ? 'a whole number of 1 or more' : `a whole number of 1 or more, or ${rank} of them`,
      });
    },
  };
  return fallback === undefined ? requiredOption(kind) : defaultOption(kind, fallback);
}

function isPositive(size: unknown): boolean {
  return Number.isSafeInteger(size) && (size as number) >= 1;
}
