import { abstractOutputs } from '../bind.ts';
import type { CustomRule } from '../custom-rule.ts';
import type { DType } from '../dtype.ts';
import { dtypes } from '../dtype.ts';
import { withEngine } from '../engine/current.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../errors.ts';
import { innermostLevel, Level, withLevel } from '../level.ts';
import type { Abstract, Primitive } from '../primitive.ts';
import type { Shape } from '../shape.ts';
import { Tensor } from '../tensor.ts';
import type { Variable } from '../variable.ts';

/**
 * Traces shapes and dtypes only: no operation runs, no variable changes, no random number is drawn.
 *
 * It takes every operation, on whatever tensors, and answers with a tensor that has the shape and dtype which the
 * primitive's own rule gives.
 */
export class AbstractLevel extends Level {
  override readonly label = 'evalShape';
  override readonly takesAll = true;
  /** Whether some sizes stand for unknown ones, so that what does not fit them may fit in the end. */
  readonly placeholders: boolean;
  /** What was assigned inside: later reads see its shape and dtype. */
  readonly #assigned = new Map<Variable, Tensor>();

  /**
   * @param placeholders - whether some sizes stand for unknown ones; true inside of a trace where it is
   */
  constructor(placeholders = false) {
    super();
    const outer = this.below?.floor;
    this.placeholders = placeholders || (outer instanceof AbstractLevel && outer.placeholders);
  }

  /** A tensor of this level. */
  abstract(shape: Shape, dtype: DType): Tensor {
    return Tensor.traced(this, shape, dtype, undefined);
  }

  bind<Params>(primitive: Primitive<Params>, inputs: readonly Tensor[], params: Params): readonly Tensor[] {
    return abstractOutputs(primitive, inputs, params).map(({ shape, dtype }) => this.abstract(shape, dtype));
  }

  bindCustom(rule: CustomRule, inputs: readonly Tensor[]): readonly Tensor[] {
    return rule.run(inputs).outputs;
  }

  alias(tensor: Tensor): Tensor {
    return this.abstract(tensor.shape, tensor.dtype);
  }

  release(): void {} // holds no memory

  under(): undefined {
    return undefined;
  }

  override readVariable(variable: Variable): Tensor {
    return this.#assigned.get(variable) ?? this.abstract(variable.shape, variable.dtype);
  }

  override assignVariable(variable: Variable, value: Tensor): void {
    this.#assigned.set(variable, value);
  }

  override drawKey(): Tensor {
    return this.abstract([4], 'int32');
  }
}

/** The shape trace that runs now; undefined outside of {@link evalShape}. */
export function evalLevel(): AbstractLevel | undefined {
  const floor = innermostLevel()?.floor;
  return floor instanceof AbstractLevel ? floor : undefined;
}

/** What {@link evalShape} takes for a tensor. */
export interface AbstractInput extends Abstract {
  /**
   * Whether some of its sizes stand for unknown ones. A window that is larger than the axis it moves along is no error then.
   * @defaultValue false
   */
  readonly placeholders?: boolean | undefined;
}

/**
 * The shapes and dtypes that a function's results would have, without running it. It needs no engine.
 *
 * @param fn - a synchronous function of tensors; it may not read their elements
 * @param inputs - shapes and dtypes of its inputs; a tensor is one too
 * @returns what `fn` returned, its tensors holding shape and dtype only
 * @throws what the operations inside throw where shapes do not fit
 * @source `jax.eval_shape`
 *
 * @example
 * const y = evalShape((x) => x.sum({ axis: 0 }), { shape: [2, 3], dtype: 'float32' });
 * y.shape; // [3]
 */
export function evalShape<Output>(fn: (...inputs: Tensor[]) => Output, ...inputs: readonly AbstractInput[]): Output {
  const level = new AbstractLevel(inputs.some((input) => input.placeholders === true));
  const tensors = inputs.map(({ shape, dtype }) => level.abstract(shape, dtype));
  return withEngine(nowhere, () => withLevel(level, () => fn(...tensors)));
}

/** Where the constants of a traced function go: it keeps nothing, and no kernel of it is ever called. */
const nowhere: Engine<undefined> = {
  name: 'nowhere',
  description: 'nowhere: only shapes are traced',
  dtypes: /* @__PURE__ */ new Set(dtypes),
  views: true,
  kernels: {} as Engine<undefined>['kernels'],
  usage: { bytes: 0, buffers: 0, tensors: 0 },
  upload: () => undefined,
  read: unreadable,
  readSync: unreadable,
  free: () => {},
};

function unreadable(): never {
  throw new EngineError('evalShape', 'the elements of a tensor made while shapes are traced cannot be read', {
    fix: 'Make the tensor outside of the traced function',
  });
}
