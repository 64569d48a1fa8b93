import { ArgumentError } from '@mariana/tensor';
import type { Json } from './json.ts';
import { type Option, type OptionKind, quote, requiredOption } from './option.ts';

/** Sizes of axes, of which some may not be known. */
export type PartialShape = readonly (number | null)[];

/** What sizes a {@link shape} option takes. */
export interface ShapeRule {
  /** A number outside of the usual ones that is allowed, such as −1. */
  readonly wildcard?: -1 | undefined;
  /** Whether null stands for a size that is not known. */
  readonly unknown?: boolean | undefined;
  /** Whether one number stands for a shape of one axis. */
  readonly single?: boolean | undefined;
}

/** What a rule makes of a shape. */
type GivenBy<Rule> =
  | (Rule extends { readonly unknown: true } ? PartialShape : readonly number[])
  | (Rule extends { readonly single: true } ? number : never);
type ReadBy<Rule> = Rule extends { readonly unknown: true } ? PartialShape : readonly number[];

/** Sizes of axes. Required, so to be wrapped by `optional` where it may be left out. */
export function shape<const Rule extends ShapeRule>(rule?: Rule): Option<GivenBy<Rule>, ReadBy<Rule>, true> {
  const { wildcard, unknown, single } = rule ?? {};
  const sizes = ['whole numbers of 0 or more', wildcard && '-1', unknown && 'null'].filter(Boolean).join(', ');
  const kind: OptionKind<GivenBy<Rule>, ReadBy<Rule>> = {
    type: 'a shape',
    check(owner, name, given) {
      const list = single && typeof given === 'number' ? [given] : given;
      if (Array.isArray(list) && list.every((size) => isSize(size, rule ?? {}))) return [...list] as never;
      const expected = `${single ? 'a number or ' : ''}an array of ${sizes}`;
      throw new ArgumentError(owner, `${name} is not a shape`, { got: quote(given), expected });
    },
    encode: (value) => value as Json,
  };
  return requiredOption(kind);
}

function isSize(size: unknown, { wildcard, unknown }: ShapeRule): boolean {
  if (size === null) return unknown === true;
  return Number.isSafeInteger(size) && ((size as number) >= 0 || size === wildcard);
}

/** Axes: one number or several, negative ones counted from the end. Required, so to be wrapped by `optional`. */
export function axes(): Option<number | readonly number[], readonly number[], true> {
  return requiredOption({
    type: 'an axis or several',
    check(owner, name, given) {
      const list = typeof given === 'number' ? [given] : given;
      if (Array.isArray(list) && list.length > 0 && list.every((axis) => Number.isSafeInteger(axis))) return [...list];
      throw new ArgumentError(owner, `${name} does not name axes`, {
        got: quote(given),
        expected: 'a whole number or an array of them',
      });
    },
  });
}
