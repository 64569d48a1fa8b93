import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The members of the workspace in one of its folders (`packages`, `apps`): folder, directory and manifest. */
export function members(group, base = root) {
  return readdirSync(join(base, group), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(base, group, entry.name, 'package.json')))
    .map((entry) => {
      const directory = join(base, group, entry.name);
      const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
      return { folder: entry.name, group, directory, manifest, name: manifest.name };
    });
}

/** The packages that are published, dependencies before their dependents. */
export function published(base = root) {
  const all = members('packages', base).filter(({ manifest }) => !manifest.private);
  const byName = new Map(all.map((member) => [member.name, member]));
  const ordered = new Set();
  const visit = (member) => {
    if (ordered.has(member)) return;
    for (const name of ownDependencies(member.manifest)) if (byName.has(name)) visit(byName.get(name));
    ordered.add(member);
  };
  all.forEach(visit);
  return [...ordered];
}

/** The @mariana packages that this one needs where it is installed. */
export function ownDependencies(manifest) {
  const optional = manifest.peerDependenciesMeta ?? {};
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
    (name) => name.startsWith('@mariana/') && !optional[name]?.optional,
  );
}
