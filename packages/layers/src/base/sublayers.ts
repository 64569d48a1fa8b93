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
 */
export function sublayersOf<Result extends LayerResult>(owner: Layer<Result>): Map<string, AnyLayer> {
  const found = new Map<string, AnyLayer>();
  const seen = new Set<unknown>([owner]);
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    if (isLayer(value)) {
      seen.add(value);
      found.set(path, value);
    } else if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) {
      seen.add(value);
      for (const [key, item] of Object.entries(value)) visit(item, `${path}.${key}`);
    }
  };
  for (const [key, value] of Object.entries(owner)) if (key !== 'options') visit(value, key);
  return found;
}
