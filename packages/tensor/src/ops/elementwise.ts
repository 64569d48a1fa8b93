import { bind } from '../bind.ts';
import type { DType } from '../dtype.ts';
import {
  fusedPrimitive,
  type Gradients,
  type Kind,
  type Primitive,
  primitive,
  type Residuals,
  type Several,
} from '../primitive.ts';
import { broadcastShapes, type Shape, sameShape } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { roundedOnce, widened } from './half-steps.ts';
import { sumTo } from './sum-to.ts';

/** Primitives without options. */
export type NoParams = Readonly<Record<never, never>>;

/** The one value of {@link NoParams}. */
export const noParams: NoParams = {};

/** A row of the table of unary maths. */
interface UnaryRow {
  /** The gradient of x from those of y: `(x, y, dy)`. What it reads is what `saves` says. */
  readonly vjp?: ((x: Tensor, y: Tensor, dy: Tensor) => Tensor) | undefined;
  readonly saves?: 'x' | 'y' | undefined;
  /** The dtype of the result where it is not x's. */
  readonly dtype?: DType | undefined;
  /** Multiply-adds an element. */
  readonly cost?: number | undefined;
}

function unaryRules({ vjp, saves, dtype, cost = 1 }: UnaryRow) {
  return {
    output: ([x]: Several<{ shape: Shape; dtype: DType }>) => (dtype === undefined ? x : { shape: x.shape, dtype }),
    saves: saves === 'x' ? { inputs: [0] } : saves === 'y' ? { outputs: [0] } : undefined,
    vjp:
      vjp &&
      ((_: NoParams, { inputs: [x], outputs: [y] }: Pick<Residuals, 'inputs' | 'outputs'>, dy: Tensor) => {
        if (cost === 1) return [vjp(x, y, dy)]; // one multiplication, which rounds once anyway
        // What is saved stands for both: the rule reads nothing else.
        return [roundedOnce([dy, saves === 'x' ? x : y], (slope, saved) => vjp(saved, saved, slope))];
      }),
    cost: ([x]: Several<{ shape: Shape }>) => cost * x.shape.reduce((a, b) => a * b, 1),
  };
}

/** Declares elementwise maths of one operand, as every engine has them. */
export function unaryPrimitive(name: string, row: UnaryRow = {}): Primitive<NoParams, 'required'> {
  return primitive<NoParams>(name, unaryRules(row));
}

/** Declares elementwise maths of one operand that an engine may leave to its decomposition. */
export function fusedUnaryPrimitive(
  name: string,
  decompose: (x: Tensor) => Tensor,
  row: UnaryRow = {},
): Primitive<NoParams, 'fused'> {
  return fusedPrimitive<NoParams>(name, { ...unaryRules(row), decompose: (_, [x]) => [decompose(x)] });
}

/** A row of the table of binary maths; the gradients before they are summed back over broadcast axes. */
interface BinaryRow {
  readonly vjp?:
    | ((a: Tensor, b: Tensor, y: Tensor, dy: Tensor) => readonly [da: () => Tensor, db: () => Tensor])
    | undefined;
  readonly saves?: 'inputs' | 'inputs and output' | undefined;
  readonly dtype?: DType | undefined;
  readonly cost?: number | undefined;
}

/** Declares elementwise maths of two operands of one dtype, whose shapes broadcast. */
export function binaryPrimitive(
  name: string,
  { vjp, saves, dtype, cost = 1 }: BinaryRow = {},
): Primitive<NoParams, 'required'> {
  return primitive<NoParams>(name, {
    output: ([a, b]) => {
      // The common cases keep a's shape object: nothing is allocated.
      if (dtype === undefined && (b.shape.length === 0 || sameShape(a.shape, b.shape))) return a;
      return { shape: broadcastShapes(name, a.shape, b.shape), dtype: dtype ?? a.dtype };
    },
    saves: saves && { inputs: [0, 1], outputs: saves === 'inputs' ? [] : [0] },
    vjp:
      vjp &&
      ((_, { inputs: [a, b], outputs: [y], wanted }, dy): Gradients => {
        // Rules of several steps run in float32 for half types. Of what is not saved only the shape is there.
        const wide = cost === 1 || saves === undefined ? (x: Tensor) => x : widened;
        const [da, db] = vjp(wide(a), wide(b), saves === 'inputs' ? y : wide(y), wide(dy));
        const back = (d: () => Tensor, x: Tensor) => cast(sumTo(d(), x.shape), x.dtype);
        return [wanted[0] ? back(da, a) : undefined, wanted[1] ? back(db, b) : undefined];
      }),
    cost: ([a, b]) => cost * broadcastShapes(name, a.shape, b.shape).reduce((m, n) => m * n, 1),
  });
}

/** Binds a primitive without options to one operand. */
export function unary(of: Primitive<NoParams, Kind>, x: Tensor): Tensor {
  return bind(of, [x], noParams);
}

/** Binds a primitive without options to two operands of one dtype. */
export function binary(of: Primitive<NoParams, Kind>, [a, b]: readonly [Tensor, Tensor]): Tensor {
  return bind(of, [a, b], noParams);
}
