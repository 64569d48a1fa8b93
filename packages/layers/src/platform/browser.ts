import { ArgumentError } from '@mariana/tensor';
import type { Platform } from './platform.ts';

/** The platform of browsers: everything is fetched, files cannot be written. */
export const platform: Platform = {
  async openFile() {
    return undefined;
  },

  async writeFile(op) {
    throw new ArgumentError(op, 'a page cannot write files', {
      fix: 'Use await model.toBytes(), and offer the bytes as a download or keep them in IndexedDB',
    });
  },
};
