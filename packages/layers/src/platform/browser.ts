import { ArgumentError } from '@mariana/tensor';
import { fetchBytes } from './fetch-bytes.ts';
import type { Platform } from './platform.ts';

/** The platform of browsers: addresses are fetched, files cannot be written. */
export const platform: Platform = {
  readFile: fetchBytes,

  async writeFile() {
    throw new ArgumentError('save', 'a page cannot write files', {
      fix: 'Use await model.toBytes(), and offer the bytes as a download or keep them in IndexedDB',
    });
  },
};
