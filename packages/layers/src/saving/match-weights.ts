import { FormatError, formatShape, sameShape } from '@mariana/tensor';
import type { AnyLayer } from '../base/types.ts';
import type { Weight } from '../base/weight.ts';
import { weightPaths } from './paths.ts';
import type { SafetensorsHeader, TensorEntry } from './safetensors-header.ts';

/** A weight of a model, and the path that a file holds its value under. */
export interface MatchedWeight {
  readonly path: string;
  readonly weight: Weight;
}

/**
 * Which arrays of a file belong to which weights of a model: those of the same paths, if the paths are the same in both.
 * Otherwise those of the same position, if the file says the order of its weights: automatic names (`dense_3`) differ
 * between two models of the same code. Then the layers of both must form the same tree.
 *
 * @param op - who asks, for messages
 * @param order - the paths in the file, in the order of the saved model's weights
 * @throws FormatError that says what does not match
 */
export function matchWeights(
  op: string,
  model: AnyLayer,
  { entries }: SafetensorsHeader,
  order: readonly string[] | undefined,
): MatchedWeight[] {
  const paths = weightPaths(model);
  const missing = [...paths.keys()].filter((path) => !entries.has(path));
  const extra = [...entries.keys()].filter((path) => !paths.has(path));
  if (missing.length === 0 && extra.length === 0) return [...paths].map(([path, weight]) => ({ path, weight }));
  const isOrder = order?.length === entries.size && new Set(order).size === entries.size;
  if (isOrder && paths.size === entries.size && order.every((path) => entries.has(path))) {
    return matchByPosition(op, model, order, paths, entries);
  }
  throw new FormatError(op, `the weights in the file are not those of the model '${model.name}'`, {
    got: [missing.length > 0 && `no ${list(missing)}`, extra.length > 0 && `an unknown ${list(extra)}`]
      .filter(Boolean)
      .join('; '),
    expected: paths.size === 0 ? 'no weights' : list([...paths.keys()]),
    fix: model.built ? undefined : 'The model is not built yet: apply it, or call build(inputShape) first',
  });
}

/** The weights of both in their order. They must have the same names and shapes, in layers that correspond one to one. */
function matchByPosition(
  op: string,
  model: AnyLayer,
  order: readonly string[],
  paths: ReadonlyMap<string, Weight>,
  entries: SafetensorsHeader['entries'],
): MatchedWeight[] {
  const [layersOfFile, layersOfModel] = [new Map<string, string>(), new Map<string, string>()];
  return [...paths].map(([own, weight], i) => {
    const path = order[i] as string;
    const { shape } = entries.get(path) as TensorEntry;
    const pairs = correspondingLayers(path, own);
    const fits =
      sameShape(shape, weight.shape) &&
      pairs?.every(([a, b]) => agree(layersOfFile, a, b) && agree(layersOfModel, b, a));
    if (fits) return { path, weight };
    throw new FormatError(
      op,
      `the weights in the file are not those of the model '${model.name}', by name or position`,
      {
        got: `'${path}' ${formatShape(shape)} at position ${i}`,
        expected: `'${own}' ${formatShape(weight.shape)}, or a weight of that name and shape in a layer of another name`,
      },
    );
  });
}

/** The layers on the way to a weight in both paths, outer ones first; undefined if the weights cannot correspond. */
function correspondingLayers(a: string, b: string): (readonly [string, string])[] | undefined {
  const [first, second] = [a.split('/'), b.split('/')];
  if (first.length !== second.length || first.pop() !== second.pop()) return undefined;
  return first.map((_, i) => [first.slice(0, i + 1).join('/'), second.slice(0, i + 1).join('/')]);
}

/** Notes that a layer corresponds to another; false if it corresponds to a third one already. */
function agree(known: Map<string, string>, layer: string, other: string): boolean {
  const before = known.get(layer);
  if (before === undefined) known.set(layer, other);
  return before === undefined || before === other;
}

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, 8)
    .map((name) => `'${name}'`)
    .join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}
