import type { LossLike, MetricLike } from './core/loss-of.ts';
import type { Model } from './core/model.ts';
import { CoreTrainer } from './core/trainer.ts';
import { type LossName, lossOf, type MetricName, metricOf, type OptimizerName, optimizerOf } from './names.ts';
import type { Optimizer } from './optimizers/optimizer.ts';

/** What a {@link Trainer} is made with. */
export interface TrainerOptions {
  /**
   * The update rule, such as `adam()`, or its name.
   * @defaultValue 'rmsprop'
   */
  optimizer?: Optimizer | OptimizerName | undefined;
  /** What is made small: a loss object, a function (yTrue, yPred) that gives a loss for each sample, or a name. */
  loss: LossLike | LossName;
  /**
   * What is shown beside the loss: metric objects, functions or names; 'accuracy' takes the form that the shapes call for.
   * @defaultValue []
   */
  metrics?: readonly (MetricLike | MetricName)[] | undefined;
}

/**
 * Trains a model: goes through data in batches, and changes the weights so that the loss falls.
 *
 * @source `keras.Model.compile`, `fit`, `evaluate` and `predict`
 *
 * @example
 * const model = sequential([input({ shape: [1] }), dense({ units: 1 })]);
 * const trainer = new Trainer(model, { optimizer: sgd({ learningRate: 0.1 }), loss: 'meanSquaredError' });
 * const x = tensor([[-1], [0], [1], [2]]);
 * await trainer.fit({ x, y: x.mul(3).add(1) }, { epochs: 200, batchSize: 4, verbose: 0 });
 * const y = await trainer.predict([[10]]);
 * Math.round((await y.item())); // 31
 */
export class Trainer extends CoreTrainer {
  /**
   * @param model - a model or layer of `@mariana/layers`
   * @param options - see {@link TrainerOptions}
   * @throws ArgumentError if an option is not what it should be; a wrong name is answered by the names there are
   */
  constructor(model: Model, { optimizer = 'rmsprop', loss, metrics = [] }: TrainerOptions) {
    super(model, { optimizer: optimizerOf(optimizer), loss: lossOf(loss), metrics: metrics.map(metricOf) });
  }
}
