import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** Removes the code that building the declarations leaves behind: all files that are neither declarations nor in `code`. */
export function keepOnly(folder, code) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!code.has(name) && !/\.d\.c?ts$/.test(name)) rmSync(join(folder, name), { recursive: true });
  }
}
