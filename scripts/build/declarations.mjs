import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const reference = '/// <reference lib="esnext.disposable" />\n';

/**
 * Lets declarations that name `Symbol.dispose` compile for users whose `lib` is older: they bring the library that
 * declares it. The bundler of declarations drops such a line from the sources, so it is written last.
 */
export function declareDisposable(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.d\.c?ts$/.test(name)) continue;
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    if (/Symbol\.dispose|\bDisposable\b/.test(text)) writeFileSync(file, reference + text);
  }
}

/** Removes code that is out of date: all files that are neither declarations nor in `code`, whose paths have slashes. */
export function keepOnly(folder, code) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || /\.d\.c?ts$/.test(entry.name)) continue;
    if (!code.has(relative(folder, file).replaceAll(sep, '/'))) rmSync(file);
  }
}
