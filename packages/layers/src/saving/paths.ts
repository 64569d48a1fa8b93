import type { AnyLayer } from '../base/types.ts';
import type { Weight } from '../base/weight.ts';

/** The weights of a layer by the names that files hold them under: `encoder/dense/kernel`. Shared ones stand once. */
export function weightPaths(layer: AnyLayer): Map<string, Weight> {
  const paths = new Map<string, Weight>();
  const seen = new Set<Weight>();
  const visit = (owner: AnyLayer, prefix: string): void => {
    for (const weight of owner.ownWeights) {
      if (!seen.has(weight)) paths.set(`${prefix}${weight.name}`, weight);
      seen.add(weight);
    }
    for (const [name, inner] of owner.sublayers) visit(inner, `${prefix}${name}/`);
  };
  visit(layer, '');
  return paths;
}
