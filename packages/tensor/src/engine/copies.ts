import { platform } from '#platform';
import { version } from '../../package.json';

interface Copy {
  readonly version: string;
  readonly location: string;
}

const key = Symbol.for('mariana.tensor.copy');

/**
 * Notes that this copy of the package is at work, and says so if another one is too: their tensors, engines and variables
 * do not mix, and what goes wrong then is hard to trace.
 */
export function noteCopy(): void {
  const shared = globalThis as { [key]?: Copy };
  const own: Copy = { version, location: platform.location() };
  shared[key] ??= own;
  const first = shared[key];
  if (first.location === own.location) return;
  console.warn(
    `@mariana/tensor: two copies are loaded, and their tensors do not mix. Got ${first.version} at ${first.location} and ` +
      `${own.version} at ${own.location}. Expected one. See npm ls @mariana/tensor; a program that uses both import and ` +
      'require() loads one of each kind.',
  );
}
