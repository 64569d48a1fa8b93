import type { TensorMatchers } from '../src/testing/matchers.ts';

declare module 'vitest' {
  interface Matchers<T> extends TensorMatchers {}
}
