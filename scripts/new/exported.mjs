import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicEntries } from '../build/entries.mjs';
import { members } from '../workspace/packages.mjs';

/** The names that a source exports. */
export function exportedNames(source) {
  const text = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const listed = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) => names.split(','));
  const declared = [...text.matchAll(/^export (?:abstract |async )?(?:function|const|class|interface|type) (\w+)/gm)];
  const last = (name) => name.trim().split(/\s+/).at(-1); // of `type a`, and of `a as b`
  return [...listed.map(last).filter(Boolean), ...declared.map(([, name]) => name)];
}

/**
 * Checks that no package exports a name yet.
 *
 * @param base the repository's root
 * @param names what a new file will export
 * @param sharedWith packages that may export the same name: a layer may be named as the op that it applies
 * @throws Error that names the package
 */
export function checkFree(base, names, sharedWith = []) {
  for (const { name, directory, manifest } of members('packages', base)) {
    if (sharedWith.includes(name)) continue;
    for (const entry of Object.values(publicEntries(manifest))) {
      const exported = exportedNames(readFileSync(join(directory, entry), 'utf8'));
      const taken = names.find((each) => exported.includes(each));
      if (taken) throw new Error(`new: ${name} exports ${taken} already, in ${entry}. Choose another name.`);
    }
  }
}
