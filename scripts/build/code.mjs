import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The files under a folder that are no declarations, as paths in it. */
function codeIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.d\.c?ts$/.test(entry.name))
    .map((entry) => join(relative(folder, entry.parentPath), entry.name));
}

/**
 * Puts new code in the place of old code, file by file: programs that read it meanwhile find either whole, and what is the same
 * stays. Declarations stay too.
 */
export function replaceCode(fresh, folder) {
  const files = codeIn(fresh);
  for (const file of files) {
    const [from, to] = [join(fresh, file), join(folder, file)];
    if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) continue;
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  }
  for (const file of codeIn(folder)) if (!files.includes(file)) rmSync(join(folder, file));
  rmSync(fresh, { recursive: true });
}
