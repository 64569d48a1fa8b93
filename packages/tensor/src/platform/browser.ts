import type { Platform } from './platform.ts';

/** The platform of pages and their workers. */
export const platform: Platform = {
  environment: () => undefined,
  defaultEngine: () => undefined,
  nativeEngine: () => ({ reason: 'a page, where no addon loads', fix: 'It is for Node.js, Bun and Deno.' }),
  location: () => import.meta.url ?? 'an unknown place',
  // What a bundler has not seen is not there: the page has to name the package itself.
  loadTfjs: () => Promise.resolve(undefined),
  howToGetTfjs:
    "Install it with npm install @mariana/tfjs, and pass it: import { tfjs } from '@mariana/tfjs'; await useEngine(tfjs())",
};
