import { ArgumentError } from '@mariana/tensor';
import type { AnyLayer } from '../base/types.ts';
import type { Weight } from '../base/weight.ts';

/**
 * The weights of a layer by the names that files hold them under: `encoder/dense/kernel`. Shared ones stand once. Their
 * order is that of `layer.weights`.
 *
 * @throws ArgumentError if two weights have one path
 */
export function weightPaths(layer: AnyLayer): Map<string, Weight> {
  const paths = new Map<string, Weight>();
  const owners = new Map<string, AnyLayer>();
  const seen = new Set<Weight | AnyLayer>();
  const visit = (owner: AnyLayer, prefix: string): void => {
    if (seen.has(owner)) return;
    seen.add(owner);
    for (const weight of owner.ownWeights) {
      if (seen.has(weight)) continue;
      seen.add(weight);
      const path = `${prefix}${weight.name}`;
      const other = owners.get(path);
      if (other !== undefined) throw collision(path, other, owner);
      paths.set(path, weight);
      owners.set(path, owner);
    }
    for (const [name, inner] of owner.sublayers) visit(inner, `${prefix}${name}/`);
  };
  visit(layer, '');
  return paths;
}

function collision(path: string, first: AnyLayer, second: AnyLayer): ArgumentError {
  return new ArgumentError('save', `two weights have the path '${path}'`, {
    got: `one of ${first.className} '${first.name}' and one of ${second.className} '${second.name}'`,
    expected: 'a path of its own for each weight, made of the names of layers',
    fix: 'Rename one of the layers',
  });
}
