import { defaultOption, type InitializerLike, type Option, type OptionKind, type Weight } from '@mariana/layers';
import { ArgumentError, choiceError, matmul, type Tensor } from '@mariana/tensor';

/**
 * How well each query goes with each key.
 *
 * @param query - [batch, queries, queryDim]
 * @param key - [batch, keys, keyDim]
 * @returns [batch, queries, keys]
 */
export type ScoreFunction = (query: Tensor, key: Tensor) => Tensor;

/** What a score's weights are made with. */
export interface ScoreParts {
  readonly queryDim: number;
  readonly keyDim: number;
  /** The size of the space in which additive scores compare. */
  readonly units: number;
  weight(name: string, shape: readonly number[], initializer: InitializerLike): Weight;
}

/** s = qᵀ k */
function dotScore(): ScoreFunction {
  return (query, key) => matmul(query, key, { transposeB: true });
}

/** s = qᵀ k / √dim, whose spread does not grow with the dimension. */
function scaledDotScore({ keyDim }: ScoreParts): ScoreFunction {
  const scale = 1 / Math.sqrt(keyDim);
  return (query, key) => matmul(query.mul(scale), key, { transposeB: true });
}

/** s = qᵀ W k, Luong's "general" score. */
function bilinearScore({ queryDim, keyDim, weight }: ScoreParts): ScoreFunction {
  const kernel = weight('scoreKernel', [queryDim, keyDim], 'glorotUniform');
  return (query, key) => matmul(kernel.matmul(query), key, { transposeB: true });
}

/** s = vᵀ tanh(W_q q + W_k k), Bahdanau's score. */
function additiveScore({ queryDim, keyDim, units, weight }: ScoreParts): ScoreFunction {
  const queryKernel = weight('queryKernel', [queryDim, units], 'glorotUniform');
  const keyKernel = weight('keyKernel', [keyDim, units], 'glorotUniform');
  const vector = weight('scoreVector', [units, 1], 'glorotUniform');
  return (query, key) => {
    const sums = queryKernel.matmul(query).expandDims(2).add(keyKernel.matmul(key).expandDims(1)); // [batch, queries, keys, units]
    return vector.matmul(sums.tanh()).squeeze(-1);
  };
}

const byName = { dot: dotScore, scaledDot: scaledDotScore, bilinear: bilinearScore, additive: additiveScore } as const;

/** The name of a score. */
export type ScoreName = keyof typeof byName;

/** The function for a score, with its weights made. */
export function makeScore(score: ScoreName | ScoreFunction, parts: ScoreParts): ScoreFunction {
  return typeof score === 'function' ? score : byName[score](parts);
}

const kind: OptionKind<ScoreName | ScoreFunction, ScoreName | ScoreFunction> = {
  type: 'a score',
  check(owner, name, given) {
    if (typeof given === 'function') return given as ScoreFunction;
    if (typeof given === 'string' && Object.hasOwn(byName, given)) return given as ScoreName;
    throw choiceError(owner, name, given, Object.keys(byName));
  },
  encode(score, owner, name) {
    if (typeof score === 'string') return score;
    throw new ArgumentError(owner, `${name} is a function, which a configuration cannot hold`, {
      fix: 'Make a class that extends Attention and sets it, and hand that class to loadModel',
    });
  },
};

/** A score, by name or as a function. */
export function scoreOption(fallback: ScoreName): Option<ScoreName | ScoreFunction, ScoreName | ScoreFunction, false> {
  return defaultOption(kind, fallback);
}
