import type { ApplyOptions, InputShape, PartialShape, Structure } from '@mariana/layers';
import { ArgumentError, type Tensor } from '@mariana/tensor';

/** What attention looks from, looks at, and takes from there. */
export interface QueryKeyValue<T> {
  readonly query: T;
  readonly key: T;
  readonly value: T;
}

/** How an attention layer is applied. */
export interface AttentionCallOptions extends ApplyOptions {
  /**
   * Which positions count: bool [batch, values] for the values, or `[queryMask, valueMask]`, either of which may be
   * undefined.
   */
  readonly mask?: Tensor | readonly (Tensor | undefined)[] | undefined;
  /** Which query may look at which key: bool [batch, queries, keys]; an axis of size 1 stands for all. */
  readonly attentionMask?: Tensor | undefined;
  /**
   * Whether a position looks only at itself and what comes before.
   * @defaultValue false
   */
  readonly useCausalMask?: boolean | undefined;
  /**
   * Whether the weights a_ij are returned beside the output: `[output, weights]`.
   * @defaultValue false
   */
  readonly returnAttentionScores?: boolean | undefined;
}

/** Query, key and value from one input (all three), a list `[query, value, key?]`, or a record by name. */
export function readInputs<T>(
  owner: string,
  inputs: Structure<T>,
  isLeaf: (item: unknown) => item is T,
): QueryKeyValue<T> {
  if (isLeaf(inputs)) return { query: inputs, key: inputs, value: inputs };
  const list = (Array.isArray(inputs) ? inputs : [inputs]) as readonly T[];
  const record = Array.isArray(inputs)
    ? { query: list[0], value: list[1], key: list[2] }
    : (inputs as { query?: T; value?: T; key?: T });
  const { query, value, key = value } = record;
  if (list.length > 3 || query === undefined || value === undefined || key === undefined) {
    throw new ArgumentError(owner, 'the inputs are not those of attention', {
      got: Array.isArray(inputs)
        ? `a list of ${list.length}`
        : `a record of ${Object.keys(inputs as object).join(', ')}`,
      expected: 'one tensor (self-attention), [query, value], [query, value, key], or { query, value, key }',
    });
  }
  return { query, value, key };
}

/**
 * The call's options with the masks that stand among the inputs, where a model that is saved has them: `{ query, value,
 * key?, queryMask?, valueMask?, attentionMask? }`. One that is given both ways counts as it is among the inputs.
 */
export function withInputMasks<Context extends AttentionCallOptions>(
  inputs: Structure<Tensor>,
  context: Context,
): Context {
  if (!('query' in inputs)) return context;
  const [query, value] = readMasks(context.mask);
  const given = inputs as { readonly [name: string]: Tensor | undefined };
  const { queryMask = query, valueMask = value, attentionMask = context.attentionMask } = given;
  return { ...context, mask: [asBool(queryMask), asBool(valueMask)], attentionMask: asBool(attentionMask) };
}

function asBool(mask: Tensor | undefined): Tensor | undefined {
  return mask === undefined || mask.dtype === 'bool' ? mask : mask.cast('bool');
}

/** The same for shapes. */
export function readShapes(owner: string, shapes: InputShape): QueryKeyValue<PartialShape> {
  const isShape = (item: unknown): item is PartialShape =>
    Array.isArray(item) && item.every((size) => size === null || typeof size === 'number');
  return readInputs(owner, shapes as Structure<PartialShape>, isShape);
}

/** The masks of the queries and of the values. */
export function readMasks(
  mask: AttentionCallOptions['mask'],
): readonly [query: Tensor | undefined, value: Tensor | undefined] {
  if (mask === undefined) return [undefined, undefined];
  if (Array.isArray(mask)) return [mask[0] as Tensor | undefined, mask[1] as Tensor | undefined];
  return [undefined, mask as Tensor];
}
