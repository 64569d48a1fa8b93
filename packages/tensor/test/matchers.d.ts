import type { TensorMatchers } from '../src/testing/matchers.ts';

declare module 'vitest' {
  // biome-ignore lint/correctness/noUnusedVariables: a declaration that is merged has the same parameters
  interface Matchers<T> extends TensorMatchers {}
}
