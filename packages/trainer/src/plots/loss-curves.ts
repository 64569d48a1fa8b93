import { choiceError } from '@mariana/tensor';
import { figureOf } from '../callbacks/history.ts';
import { type Curve, curves } from './curves.ts';

/** Options of {@link lossCurves}. */
export interface LossCurvesOptions {
  /**
   * The figure that is drawn, with the one for validation data beside it where there is one.
   * @defaultValue 'loss'
   */
  metric?: string | undefined;
  /**
   * What the validation data are called.
   * @defaultValue 'validation'
   */
  validationLabel?: string | undefined;
  /** Above the picture; the figure's name unless given. */
  title?: string | undefined;
  /**
   * In pixels.
   * @defaultValue 720
   */
  width?: number | undefined;
  /**
   * In pixels.
   * @defaultValue 400
   */
  height?: number | undefined;
}

/** What is drawn: a `History`, or what its `toJSON` gave. */
export interface HistoryLike {
  readonly epoch: readonly number[];
  readonly history: Readonly<Record<string, readonly (number | null)[]>>;
}

/**
 * A picture of how a figure went over the epochs, for training and validation data.
 *
 * @param history - what `fit` returned, or the JSON of it
 * @param options - see {@link LossCurvesOptions}
 * @returns a whole SVG document, which follows the reader's light or dark colours
 * @throws ArgumentError if there is no such figure
 *
 * @example
 * const history = { epoch: [0, 1, 2], history: { loss: [0.5, 0.3, 0.2], valLoss: [0.4, 0.3, 0.25] } };
 * lossCurves(history).startsWith('<svg'); // true
 */
export function lossCurves(
  { epoch, history }: HistoryLike,
  { metric = 'loss', title, validationLabel = 'validation', width = 720, height = 400 }: LossCurvesOptions = {},
): string {
  const names = Object.keys(history);
  if (epoch.length > 0 && !names.includes(metric)) throw choiceError('lossCurves', 'metric', metric, names);
  const validation = `val${metric.charAt(0).toUpperCase()}${metric.slice(1)}`;
  const curveOf = (name: string, label: string): Curve[] => {
    const values = figureOf(history, name);
    if (values === undefined) return [];
    return [{ label, points: values.map((y, i) => [(epoch[i] as number) + 1, y ?? Number.NaN] as const) }];
  };
  return curves([...curveOf(metric, 'training'), ...curveOf(validation, validationLabel)], {
    title: title ?? metric,
    xLabel: 'epoch',
    yLabel: metric,
    width,
    height,
  });
}
