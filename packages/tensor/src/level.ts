import type { CustomRule } from './custom-rule.ts';
import type { Primitive } from './primitive.ts';
import type { Generator } from './random/generator.ts';
import type { Tensor } from './tensor.ts';
import type { Variable } from './variable.ts';

/**
 * One transform at work (a gradient, a batch, a trace). Levels lie on a stack with eager execution at the bottom; each
 * interprets the same primitives and effects in terms of the level below. None knows an op by name.
 */
export abstract class Level {
  /** The level below; undefined is eager execution. */
  readonly below: Level | undefined;
  /** How many levels lie below: an operation goes to the deepest level among its inputs. */
  readonly depth: number;
  /** How it is called where its tensors are printed. */
  readonly label: string = 'a transform';
  /** True for levels that take every operation while they are innermost, also on tensors of lower levels (traces). */
  readonly takesAll: boolean = false;

  constructor() {
    this.below = innermost;
    this.depth = innermost === undefined ? 1 : innermost.depth + 1;
  }

  /** The nearest level, this one or below, that takes every operation. */
  get floor(): Level | undefined {
    return this.takesAll ? this : this.below?.floor;
  }

  /** Runs a primitive on tensors of which at least one is this level's. */
  abstract bind<Params>(primitive: Primitive<Params>, inputs: readonly Tensor[], params: Params): readonly Tensor[];
  /** Runs a function that has a gradient rule of its own. */
  abstract bindCustom(rule: CustomRule, inputs: readonly Tensor[]): readonly Tensor[];
  /** Another handle on the same value, to be released by itself. */
  abstract alias(tensor: Tensor): Tensor;
  /** Lets go of what a tensor of this level holds. */
  abstract release(tensor: Tensor): void;
  /** The tensor of a lower level that one of this level stands on, if there is one. */
  abstract under(tensor: Tensor): Tensor | undefined;

  /** Reads a variable as this level sees it. */
  readVariable(variable: Variable): Tensor {
    return readAt(this.below, variable);
  }

  /** Assigns to a variable. */
  assignVariable(variable: Variable, value: Tensor): void {
    assignAt(this.below, variable, value);
  }

  /** The key of the next random draw. */
  drawKey(generator: Generator): Tensor {
    return drawKeyAt(this.below, generator);
  }
}

let innermost: Level | undefined;

/** The level that runs now; undefined is eager execution. */
export function innermostLevel(): Level | undefined {
  return innermost;
}

/** Runs a function with `level` innermost. */
export function withLevel<Result>(level: Level | undefined, fn: () => Result): Result {
  const outer = innermost;
  innermost = level;
  try {
    return fn();
  } finally {
    innermost = outer;
  }
}

/** Reads a variable at a level. */
export function readAt(level: Level | undefined, variable: Variable): Tensor {
  return level === undefined ? variable.readEager() : level.readVariable(variable);
}

/** Assigns to a variable at a level. */
export function assignAt(level: Level | undefined, variable: Variable, value: Tensor): void {
  if (level === undefined) variable.assignEager(value);
  else level.assignVariable(variable, value);
}

/** The key of a generator's next draw, at a level. */
export function drawKeyAt(level: Level | undefined, generator: Generator): Tensor {
  return level === undefined ? generator.drawKeyEager() : level.drawKey(generator);
}
