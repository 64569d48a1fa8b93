import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folders of a package and of the workspace's packages that it imports, directly or not.
 *
 * @param folder the package's, where it is installed
 */
export function dependencyFolders(folder, found = new Set()) {
  const here = realpathSync(folder);
  if (found.has(here)) return [...found];
  found.add(here);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const place = join(here, 'node_modules', name);
    if (name.startsWith('@mariana/') && existsSync(place)) dependencyFolders(place, found);
  }
  return [...found];
}
