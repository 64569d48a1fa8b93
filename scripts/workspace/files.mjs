import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.turbo', 'cache', '.git']);

/** Every file under a folder whose name matches, dependencies and builds left out. */
export function filesUnder(folder, pattern) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) found.push(...filesUnder(path, pattern));
    } else if (pattern.test(entry.name)) found.push(path);
  }
  return found;
}
