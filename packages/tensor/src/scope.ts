import { ArgumentError } from './errors.ts';
import type { Tensor } from './tensor.ts';
import { leavesOf } from './tree.ts';

/** The tensors made since the innermost scope began; undefined outside of any. */
let tracked: Tensor[] | undefined;

/** Notes a new tensor in the innermost scope. */
export function track(tensor: Tensor): void {
  tracked?.push(tensor);
}

/**
 * Runs a function and gives back, when it returns, the memory of every tensor made inside it but those it returns.
 *
 * Memory goes back without this too, when tensors are collected; a scope does it at once and in order, which matters in
 * long synchronous loops.
 *
 * @param fn - a synchronous function; what it returns (a tensor, or arrays and objects of tensors) is kept
 * @returns what `fn` returned
 * @throws ArgumentError if `fn` is asynchronous: tensors made before its first await would go too early
 *
 * @example
 * const y = scope(() => {
 *   const squares = square(tensor([1, 2, 3])); // given back at the end
 *   return sum(squares);
 * });
 * await y.item(); // 14
 */
export function scope<Result>(fn: () => Result): Result {
  const outer = tracked;
  const inner: Tensor[] = [];
  tracked = inner;
  let result: Result | undefined;
  try {
    result = fn();
    if (result instanceof Promise) {
      result.catch(() => {}); // it will fail on released tensors: the error below is the one to read
      throw new ArgumentError('scope', 'the function is asynchronous', {
        expected: 'a synchronous function',
        fix: 'Await outside of the scope, or release by dispose() or using',
      });
    }
    return result;
  } finally {
    tracked = outer;
    const kept = keptBy(result);
    for (let i = 0; i < inner.length; i++) {
      const tensor = inner[i] as Tensor;
      if (kept?.has(tensor)) outer?.push(tensor);
      else tensor.dispose();
    }
  }
}

/** The tensors that a result holds; undefined where there are none. */
function keptBy(result: unknown): Set<Tensor> | undefined {
  if (result === undefined) return undefined;
  const kept = new Set<Tensor>();
  for (const leaf of leavesOf(result)) keep(kept, leaf);
  return kept;
}

/** Adds a tensor and, where it is traced, all that it stands on. */
function keep(kept: Set<Tensor>, leaf: Tensor): void {
  for (let tensor: Tensor | undefined = leaf; tensor !== undefined; tensor = tensor.level?.under(tensor))
    kept.add(tensor);
}

/** Runs a function whose tensors no scope will release: they belong to whoever holds them. */
export function untracked<Result>(fn: () => Result): Result {
  const outer = tracked;
  tracked = undefined;
  try {
    return fn();
  } finally {
    tracked = outer;
  }
}
