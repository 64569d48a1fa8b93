import { platform } from '#platform';
import { version } from '../../package.json';
import { ArgumentError } from '../errors.ts';

interface Copy {
  readonly version: string;
  readonly location: string;
}

const key = Symbol.for('mariana.tensor.copies');
const shared = globalThis as { [key]?: Copy[] };

/** Puts this copy of the package on the list of those at work in this program; says whether it was not there yet. */
function register(): boolean {
  const own: Copy = { version, location: platform.location() };
  shared[key] ??= [];
  if (shared[key].some(({ location }) => location === own.location)) return false;
  shared[key].push(own);
  return true;
}

const places = () => shared[key]?.map((copy) => `${copy.version} at ${copy.location}`).join(' and ');
const fix =
  'Load it everywhere by import, or everywhere by require(); npm ls @mariana/tensor shows whether two are installed';

/**
 * Notes that this copy of the package is at work, and says so if another one is too: their tensors, engines and variables
 * do not mix, and what goes wrong then is hard to trace.
 */
export function noteCopy(): void {
  if (!register() || shared[key]?.length === 1) return;
  console.warn(
    `@mariana/tensor: two copies are loaded, and their tensors do not mix. Got ${places()}. Expected one. ${fix}.`,
  );
}

/**
 * Refuses a tensor that another copy of this package made. For code that distinguishes tensors from other values, before
 * it takes one for something else.
 *
 * @param op - the op or layer for the message
 * @param value - any value
 * @throws ArgumentError that lists the copies, with versions and places
 *
 * @example
 * refuseForeignTensor('predict', [1, 2]); // nothing: not a tensor at all
 */
export function refuseForeignTensor(op: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || !['dtype', 'level', 'trace'].every((name) => name in value))
    return;
  register();
  throw new ArgumentError(op, 'the tensor was made by a second copy of @mariana/tensor', {
    got: places(),
    expected: 'one copy',
    fix,
  });
}
