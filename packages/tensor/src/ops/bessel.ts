import type { Primitive } from '../primitive.ts';
import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';
import { abs, sign } from './arithmetic.ts';
import { equal, lessEqual } from './compare.ts';
import { fusedUnaryPrimitive, type NoParams, unary } from './elementwise.ts';
import { exp, sqrt } from './exponential.ts';
import { maximum, minimum } from './extrema.ts';
import { where } from './where.ts';

/** Where the power series ends and the expansion for large numbers begins. */
const border = 12;

/**
 * √x · e⁻ˣ · Iₙ(x) for x ≥ 12, in Chebyshev polynomials of z = 24/x − 1: interpolated at 60 nodes with 50 digits. Those of
 * n = 0, then those of n = 1.
 */
const expansions: readonly (readonly number[])[] = [
  [
    0.40109914003919295, 0.002184281640530744, 2.8102684899524735e-5, 7.070612167681894e-7, 2.7830365682215452e-8,
    1.5598382218683584e-9, 1.1945561968721535e-10, 1.2346559183543341e-11, 1.6908583551484585e-12,
    2.8071016369174847e-13, 4.57177719463602e-14, 3.9015503728337315e-15, -1.5137744964292534e-15,
    -9.641452327155876e-16, -2.6495014155351884e-16, -1.4720195919179442e-17, 1.964617203987006e-17,
    7.877258987654543e-18,
  ],
  [
    0.3925787668776059, -0.006408342654568283, -4.5762064344504605e-5, -9.660767925644003e-7, -3.487301270342585e-8,
    -1.8546132920703018e-9, -1.369778944983535e-10, -1.3778099055864948e-11, -1.8497632561254512e-12,
    -3.036955778106186e-13, -4.949075973064517e-14, -4.420927557426712e-15, 1.5168253419463185e-15,
    1.0022596431057666e-15, 2.8031324233178303e-16, 1.7483298185487374e-17, -1.9991542640016452e-17,
    -8.243868630508623e-18,
  ],
];

/** Σ (x/2)²ᵏ⁺ⁿ / (k! (k+n)!): all terms are positive, and nothing cancels. */
function series(order: 0 | 1, x: Tensor): Tensor {
  const half = x.mul(0.5);
  const t = half.square();
  const terms = [1];
  const count = x.dtype === 'float64' ? 30 : 23;
  for (let k = 1; k < count; k++) terms.push(terms[k - 1]! / (k * (k + order)));
  const sum = terms.reduceRight<Tensor | undefined>(
    (rest, term) => rest?.mul(t).add(term) ?? t.mul(0).add(term),
    undefined,
  );
  return order === 0 ? sum! : sum!.mul(half);
}

/** eˣ/√x times the expansion, by Clenshaw's recurrence; eˣ in two factors, which overflow no sooner than the result. */
function expansion(order: 0 | 1, x: Tensor): Tensor {
  const [first, ...rest] = expansions[order]!.filter((c) => x.dtype === 'float64' || Math.abs(c) > 3e-9);
  const z = x
    .reciprocal()
    .mul(2 * border)
    .sub(1);
  const twice = z.mul(2);
  let [b1, b2] = [z.mul(0), z.mul(0)];
  for (const c of rest.reverse()) [b1, b2] = [twice.mul(b1).sub(b2).add(c), b1];
  const root = exp(x.mul(0.5));
  return root.mul(root.mul(z.mul(b1).sub(b2).add(first!)).div(sqrt(x)));
}

/** Iₙ(|x|). Each half sees only numbers that it is made for; beyond 2000 everything overflows. */
function bessel(order: 0 | 1, x: Tensor): Tensor {
  const size = abs(x);
  const near = series(order, minimum(size, border));
  return where(lessEqual(size, border), near, expansion(order, minimum(maximum(size, border), 2000)));
}

/** The modified Bessel function of order 0. */
export const i0Primitive: Primitive<NoParams, 'fused'> = /* @__PURE__ */ fusedUnaryPrimitive(
  'i0',
  (x) => bessel(0, x),
  {
    saves: 'x',
    vjp: (x, _y, dy) => dy.mul(i1(x)),
    cost: 100,
  },
);

/** The modified Bessel function of order 1: I₁′ = I₀ − I₁/x, which is ½ at 0. */
export const i1Primitive: Primitive<NoParams, 'fused'> = /* @__PURE__ */ fusedUnaryPrimitive(
  'i1',
  (x) => bessel(1, x).mul(sign(x)),
  {
    saves: 'x',
    vjp: (x, _y, dy) => {
      const isZero = equal(x, 0);
      const quotient = i1(x).div(where(isZero, 1, x));
      return dy.mul(i0(x).sub(where(isZero, 0.5, quotient)));
    },
    cost: 100,
  },
);

/**
 * The modified Bessel function of the first kind of order 0, elementwise: Σ (x/2)²ᵏ / k!². Windows and the von Mises
 * distribution need it.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape, at least 1: infinity from about 92 on in float32, 714 in float64
 * @source `torch.special.i0`, `numpy.i0`
 *
 * @example
 * await i0(tensor([0, 1], { dtype: 'float64' })).array(); // [1, 1.2660658777520084]
 */
export function i0(x: TensorLike): Tensor {
  return unary(i0Primitive, floating('i0', x));
}

/**
 * The modified Bessel function of the first kind of order 1, elementwise: the derivative of {@link i0}.
 *
 * @param x - any shape; whole numbers become float32
 * @returns a float tensor of `x`'s shape and of its signs
 * @source `torch.special.i1`
 *
 * @example
 * await i1(tensor([0, 1], { dtype: 'float64' })).array(); // [0, 0.565159103992485]
 */
export function i1(x: TensorLike): Tensor {
  return unary(i1Primitive, floating('i1', x));
}
