import { ArgumentError } from '@mariana/tensor';
import { isRecord } from './inputs.ts';
import type { Layer } from './layer.ts';
import type { AnyLayer, LayerResult } from './types.ts';

/** Whether a value is a layer. */
export function isLayer(value: unknown): value is AnyLayer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'apply' in value &&
    'trainableWeights' in value &&
    'getConfig' in value
  );
}

/**
 * The layers in an object's fields, in the order of the fields, also in arrays and plain objects there: `encoder`,
 * `blocks.0`.
 *
 * @throws ArgumentError if two layers have one path: `{ 'a.b': x, a: { b: y } }`
 */
export function sublayersOf<Result extends LayerResult>(owner: Layer<Result>): Map<string, AnyLayer> {
  const found = new Map<string, AnyLayer>();
  const seen = new Set<unknown>([owner]);
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    if (isLayer(value)) {
      const other = found.get(path);
      if (other !== undefined) throw collision(owner, path, other, value);
      seen.add(value);
      found.set(path, value);
    } else if (Array.isArray(value) || isRecord(value)) {
      seen.add(value);
      for (const [key, item] of Object.entries(value)) visit(item, `${path}.${key}`);
    }
  };
  for (const [key, value] of Object.entries(owner)) if (key !== 'options') visit(value, key);
  return found;
}

function collision(owner: Layer<LayerResult>, path: string, first: AnyLayer, second: AnyLayer): ArgumentError {
  return new ArgumentError(`${owner.className} '${owner.name}'`, `two layers in its fields have the path '${path}'`, {
    got: `${first.className} '${first.name}' and ${second.className} '${second.name}'`,
    expected: 'a path of its own for each layer',
  });
}

/**
 * A layer and those inside it at any depth, each once and before those inside it. Layers may be shared, so that there are
 * far more ways to them than layers.
 *
 * @param enter - whether a layer counts; those inside one that does not are not visited by way of it
 */
export function layersWithin(layer: AnyLayer, enter: (layer: AnyLayer) => boolean = () => true): Set<AnyLayer> {
  const found = new Set<AnyLayer>();
  const stack = [layer];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (found.has(next) || !enter(next)) continue;
    found.add(next);
    for (const inner of [...next.sublayers.values()].reverse()) stack.push(inner);
  }
  return found;
}
