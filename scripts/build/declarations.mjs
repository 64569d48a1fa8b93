import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
