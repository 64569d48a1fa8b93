import { bytesPerElement, engineInUse, scope, stack, type Tensor, type Variable } from '@mariana/tensor';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Model } from './model.ts';
import type { StepResult } from './training-step.ts';

/** How much memory may hold states of earlier steps, in bytes. */
const keptBytes = 64 * 2 ** 20;
/** How many steps may pass before their losses are read. */
const mostSteps = 8;

/** A step whose loss or gradient was not finite, as the guard found it. */
export interface BadStep {
  /** How many steps after the last reading, from 0. */
  readonly index: number;
  readonly loss: number;
}

/** What was read of the steps since the last reading. */
export interface Reading {
  /** The losses of the sound steps, in order. */
  readonly losses: readonly number[];
  /** The first that was not sound; the state from before it is back in place. */
  readonly bad: BadStep | undefined;
}

/** A state of everything that a step changes: other handles on tensors that exist anyway, so no copy. */
interface Snapshot {
  readonly values: readonly (readonly [Variable, Tensor])[];
  readonly iterations: number;
}

/**
 * Watches over losses and gradients without waiting for the engine each step.
 *
 * Every step leaves two scalars on the engine; those of several steps are read together. Until they are, handles on the
 * states from before each of these steps are kept, so that a bad step can be undone, and with it all that came after.
 * How many steps that is follows from the model's size: 8 for small models, 1 for those whose state is above 64 MiB, whose
 * steps are so long that reading costs nothing beside them.
 *
 * On engines where reading waits for nothing a step is checked before it changes the weights, so that they are kept nowhere
 * and may change in place; what is kept is what the forward pass has changed by then, such as moving averages.
 */
export class Guard {
  readonly #model: Model;
  readonly #optimizer: Optimizer;
  readonly #snapshots: Snapshot[] = [];
  readonly #results: StepResult[] = [];
  readonly #everyStep: boolean;
  #checksFirst: boolean | undefined;
  #steps: number | undefined;
  #variables: readonly Variable[] | undefined;

  /** @param everyStep - whether each step is read by itself, for callbacks that want it */
  constructor(model: Model, optimizer: Optimizer, everyStep: boolean) {
    this.#model = model;
    this.#optimizer = optimizer;
    this.#everyStep = everyStep;
  }

  /** Whether a step is to be checked before it changes the weights. Asked once there is a model, and so an engine. */
  get checksFirst(): boolean {
    this.#checksFirst ??= engineInUse()?.immediate === true;
    return this.#checksFirst;
  }

  /** Keeps what a step changes before it is known to be sound. */
  beforeStep(): void {
    this.#snapshots.push({
      values: this.#state().map((variable) => [variable, variable.value] as const),
      iterations: this.#optimizer.iterations,
    });
  }

  /** Takes over what a step left on the engine. */
  afterStep(result: StepResult): void {
    this.#results.push(result);
  }

  /** Whether as many steps are unread as may be. */
  get isFull(): boolean {
    this.#steps ??= this.#everyStep ? 1 : this.#interval();
    return this.#results.length >= this.#steps;
  }

  /** Reads the steps since the last reading; undoes the first bad one and those after it. */
  async read(): Promise<Reading> {
    if (this.#results.length === 0) return { losses: [], bad: undefined };
    const [losses, checks] = await this.#values();
    const index = checks.findIndex((check) => !Number.isFinite(check));
    if (index >= 0) this.#restore(this.#snapshots[index] as Snapshot);
    this.release();
    if (index < 0) return { losses, bad: undefined };
    return { losses: losses.slice(0, index), bad: { index, loss: losses[index] as number } };
  }

  /** Gives back all that is kept. */
  release(): void {
    for (const { values } of this.#snapshots) for (const [, value] of values) value.dispose();
    for (const { loss, check } of this.#results) {
      loss.dispose();
      check.dispose();
    }
    this.#snapshots.length = 0;
    this.#results.length = 0;
  }

  async #values(): Promise<readonly [losses: readonly number[], checks: readonly number[]]> {
    const [only] = this.#results;
    if (this.#results.length === 1 && only !== undefined) return [[await only.loss.item()], [await only.check.item()]];
    const scalars = [...this.#results.map(({ loss }) => loss), ...this.#results.map(({ check }) => check)];
    const joined = scope(() => stack(scalars));
    const values = Array.from<number | bigint, number>(await joined.data(), Number);
    joined.dispose();
    return [values.slice(0, this.#results.length), values.slice(this.#results.length)];
  }

  #restore({ values, iterations }: Snapshot): void {
    for (const [variable, value] of values) variable.assign(value);
    this.#optimizer.iterations = iterations;
  }

  /** What is kept of each state, looked up at the first step. */
  #state(): readonly Variable[] {
    this.#variables ??= this.#lookUp();
    return this.#variables;
  }

  #lookUp(): readonly Variable[] {
    const { weights, trainableWeights } = this.#model;
    if (!this.checksFirst) return [...weights.map(({ variable }) => variable), ...this.#optimizer.variables];
    const changed = new Set(trainableWeights.map(({ variable }) => variable));
    return weights.map(({ variable }) => variable).filter((variable) => !changed.has(variable));
  }

  #interval(): number {
    if (this.checksFirst) return 1;
    const bytes = this.#state().reduce((total, { shape, dtype }) => {
      return total + shape.reduce((size, n) => size * n, bytesPerElement(dtype));
    }, 0);
    return Math.max(1, Math.min(mostSteps, Math.floor(keptBytes / bytes)));
  }
}
