import { ArgumentError, DataError } from '@mariana/tensor';
import { writeAtomically } from './atomic.ts';
import { openFileSource } from './file-source.ts';
import type { Platform } from './platform.ts';

// Node.js's modules are imported inside functions, so that a bundle which picks this file by mistake still loads.

/** The platform of Node.js, Deno and Bun. */
export const platform: Platform = {
  async openFile(op, place) {
    if (isAddress(place)) return undefined;
    const path = await pathOf(place);
    return openFileSource(path).catch((cause: Error) => {
      throw new DataError(op, `${path} cannot be read`, { got: cause.message, cause });
    });
  },

  async writeFile(op, place, pieces) {
    if (isAddress(place)) {
      throw new ArgumentError(op, 'this is not a path', { got: String(place), expected: 'a path or a file: URL' });
    }
    const path = await pathOf(place);
    await writeAtomically(path, pieces).catch((cause: Error) => {
      throw new DataError(op, `${path} cannot be written`, { got: cause.message, cause });
    });
  },
};

/** URLs of everything but files. `C:\model` is a path, and so is `model:best`. */
function isAddress(place: string | URL): boolean {
  return /^(?!file:)([a-z][a-z0-9+.-]+:\/\/|data:|blob:)/i.test(String(place));
}

/** The path that a path or a file: URL names. */
async function pathOf(place: string | URL): Promise<string> {
  const { fileURLToPath } = await import('node:url');
  const { resolve } = await import('node:path');
  return resolve(/^file:/i.test(String(place)) ? fileURLToPath(String(place)) : String(place));
}
