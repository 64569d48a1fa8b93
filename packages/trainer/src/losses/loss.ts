import { isFloating, mean, sum, type Tensor, type TensorLike } from '@mariana/tensor';
import {
  choiceOption,
  type OptionRules,
  type OptionsOf,
  type ResolvedOptions,
  resolveOptions,
} from '../options/options.ts';
import { checkSamples } from './same-rank.ts';

/** A loss as a function: from targets and predictions to the loss of each sample (or one scalar). */
export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** The option that every loss object has. */
export const reductionRule = {
  /**
   * What becomes of the samples' losses: their mean, or their sum.
   * @defaultValue 'sumOverBatchSize'
   */
  reduction: choiceOption('sumOverBatchSize', ['sumOverBatchSize', 'sum']),
};

/**
 * A loss with its options: a scalar from targets and predictions.
 *
 * A class of your own gives the loss of each sample in `call`; the mean over them is taken here.
 */
export abstract class Loss<Rules extends OptionRules & typeof reductionRule = OptionRules & typeof reductionRule> {
  /** The name in messages and as a metric. */
  readonly name: string;
  /** The options, defaults filled in. */
  readonly options: ResolvedOptions<Rules>;

  protected constructor(name: string, rules: Rules, given: OptionsOf<Rules>) {
    this.name = name;
    this.options = resolveOptions(name, rules, given);
  }

  /** The loss of each sample: predictions' shape but for the axis that the loss is taken over. */
  abstract call(yTrue: TensorLike, yPred: TensorLike): Tensor;

  /**
   * The loss of a batch.
   *
   * @param yTrue - the targets
   * @param yPred - the predictions
   * @returns a float scalar
   * @throws ShapeError if the shapes do not fit
   */
  compute(yTrue: TensorLike, yPred: TensorLike): Tensor {
    const { reduction } = this.options as ResolvedOptions<typeof reductionRule>;
    checkSamples(this.name, yTrue, yPred);
    const losses = this.call(yTrue, yPred);
    return reduction === 'sum' ? sum(losses) : meanOf(losses);
  }
}

/** The mean of a tensor's elements; a scalar is its own. */
export function meanOf(values: Tensor): Tensor {
  return values.rank === 0 && isFloating(values.dtype) ? values : mean(values);
}
