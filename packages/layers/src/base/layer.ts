import { ArgumentError, add, type DType, type Shape, type Tensor, type TensorLike, withLevel } from '@mariana/tensor';
import { Configurable, type Declared, withOptions } from '../options/configurable.ts';
import type { Declaration, OptionSpec } from '../options/declaration.ts';
import type { JsonObject } from '../options/json.ts';
import { isLayerName, layerNameRule } from '../options/layer-name.ts';
import { quote } from '../options/option.ts';
import { applySymbolically } from '../symbolic/apply.ts';
import { inCall, outerTraining } from './call-context.ts';
import { castInputs, checkKind, hasSymbol, type InputKind, readInputs, shapesOf } from './inputs.ts';
import { carriedMask, carryMask } from './masks.ts';
import { automaticName } from './names.ts';
import { commonOptions } from './options.ts';
import type { Structure } from './structure.ts';
import { layersWithin, sublayersOf } from './sublayers.ts';
import type {
  AnyLayer,
  ApplyOptions,
  CallContext,
  InputShape,
  LayerResult,
  SymbolicOf,
  Symbols,
  Values,
} from './types.ts';
import { Weight, type WeightOptions } from './weight.ts';

/**
 * A function with weights, which are made when its input's shape is first known.
 *
 * A layer of one's own declares its options, makes its weights in {@link build} and computes in {@link call}. Layers that
 * are kept in its fields are its own: their weights are its weights.
 *
 * @source `keras.layers.Layer`
 *
 * @example
 * class Scale extends Layer {
 *   build(shape) { this.factor = this.weight('factor', [shape.at(-1)], { initializer: 'ones' }); }
 *   call(x) { return x.mul(this.factor.value); }
 * }
 * await new Scale().apply([[1, 2]]).array(); // [[1, 2]]
 */
export abstract class Layer<Result extends LayerResult = Tensor> extends Configurable {
  static override readonly className: string = 'Layer';
  static override readonly declaration: Declaration = commonOptions;

  /** A base class for layers with these options: `class Dense extends Layer.with(options)`. */
  static with<Spec extends OptionSpec>(declaration: Declaration<Spec>): Declared<Layer, Spec> {
    return withOptions(Layer, declaration) as unknown as Declared<Layer, Spec>;
  }

  readonly name: string;
  readonly dtype: DType;
  /** The shapes that it was built for; undefined before. */
  #inputShape: InputShape | undefined;
  #built = false;
  #trainable: boolean;
  readonly #weights: Weight[] = [];

  constructor(options?: object) {
    super(options);
    const { name, trainable, dtype } = this.options as { name?: string; trainable: boolean; dtype: DType };
    this.name = name ?? automaticName(this.className);
    this.#trainable = trainable;
    this.dtype = dtype;
    // Whatever a class does in its build, it happens once, below all transforms (weights are never traced), and is noted.
    const make = this.build.bind(this);
    Object.defineProperty(this, 'build', {
      value: (inputShape: InputShape) => {
        if (this.built) return;
        withLevel(undefined, () => make(inputShape));
        this.markBuilt(inputShape);
      },
    });
  }

  /**
   * Makes the weights. Happens once, before the first {@link call}; calling it again does nothing.
   *
   * @param _inputShape - with null for sizes that are not known; a list or record of shapes where there are several inputs
   */
  build(_inputShape: InputShape): void {} // without weights there is nothing to make

  /**
   * Computes the output. Called by {@link apply}; output shapes are found by tracing it.
   *
   * @param inputs - a tensor, or a list or record of them
   * @param context - whether the layer is training, the mask, and what else it was applied with
   */
  abstract call(inputs: Tensor | readonly Tensor[] | { readonly [name: string]: Tensor }, context: CallContext): Result;

  /**
   * Applies the layer: to tensors, for their values, or to symbolic tensors, to put together a model.
   *
   * @param inputs - one, a list, or a record by name, as the layer takes them
   * @param options - see {@link ApplyOptions}
   * @returns what `call` returns; symbolic tensors for symbolic inputs
   * @throws ShapeError if the shapes do not fit
   */
  apply(inputs: Symbols, options?: ApplyOptions): SymbolicOf<Result>;
  apply(inputs: Values, options?: ApplyOptions): Result;
  apply(inputs: Symbols | Values, options: ApplyOptions = {}): SymbolicOf<Result> | Result {
    if (hasSymbol(inputs)) {
      return applySymbolically(this as unknown as AnyLayer, inputs, options) as SymbolicOf<Result>;
    }
    const owner = `${this.className} '${this.name}'`;
    const values = castInputs(checkKind(owner, this.inputKind, readInputs(owner, inputs as Values)), this.dtype);
    if (!this.built) this.build(shapesOf(values) as InputShape);
    const training = options.training ?? outerTraining();
    const mask = options.mask ?? carriedMask(values);
    const result = inCall(training, () => this.call(values, { ...options, training, ...(mask && { mask }) }));
    const handedOn = this.computeMask(values, mask);
    if (handedOn !== undefined) carryMask(result, handedOn);
    return result;
  }

  /**
   * The mask that the output carries to the next layer; none unless a layer says otherwise.
   *
   * @param _inputs - what the layer was applied to
   * @param _mask - the mask that it was applied with, or that its inputs carry
   */
  computeMask(_inputs: Structure<Tensor>, _mask: ApplyOptions['mask']): Tensor | undefined {
    return undefined;
  }

  /**
   * What `call` takes: one tensor alone; one, or a list whose first is the main one; or any structure. What it does not
   * take is refused with an error before `build`.
   */
  get inputKind(): InputKind {
    return 'any';
  }

  /** Whether the weights are there. */
  get built(): boolean {
    return this.#built;
  }

  /** The shapes that the layer was built for, with null for sizes that were not known; undefined before, or if it took none. */
  get inputShape(): InputShape | undefined {
    return this.#inputShape;
  }

  /** Notes that the layer is built. */
  protected markBuilt(inputShape: InputShape): void {
    this.#built = true;
    this.#inputShape ??= inputShape;
  }

  /**
   * Makes a weight of this layer. For {@link build}.
   *
   * @param name - unique in the layer, and without `/`
   * @param shape - without unknown sizes
   * @param options - see {@link WeightOptions}; the dtype is the layer's unless given
   */
  protected weight(name: string, shape: Shape, options: WeightOptions): Weight {
    if (!isLayerName(name)) {
      throw new ArgumentError(this.className, 'the name of a weight is not allowed', {
        got: quote(name),
        expected: layerNameRule,
      });
    }
    if (this.#weights.some((weight) => weight.name === name)) {
      throw new ArgumentError(this.className, `there is a weight '${name}' already`, { expected: 'a name of its own' });
    }
    const weight = new Weight(name, shape, { dtype: this.dtype, ...options });
    this.#weights.push(weight);
    return weight;
  }

  /** The weights that the layer itself made: those that training changes first. */
  get ownWeights(): readonly Weight[] {
    return [
      ...this.#weights.filter(({ trainable }) => trainable),
      ...this.#weights.filter(({ trainable }) => !trainable),
    ];
  }

  /** The layers inside this one, by the names under which their weights are saved. */
  get sublayers(): ReadonlyMap<string, AnyLayer> {
    return sublayersOf(this);
  }

  /** All weights: its own, then those of the layers inside it. */
  get weights(): readonly Weight[] {
    return [...new Set([...layersWithin(this as unknown as AnyLayer)].flatMap(({ ownWeights }) => ownWeights))];
  }

  /** The weights that training changes: none where the layer is not trainable. */
  get trainableWeights(): readonly Weight[] {
    const layers = layersWithin(this as unknown as AnyLayer, (layer) => layer.trainable);
    const weights = [...layers].flatMap(({ ownWeights }) => ownWeights);
    return [...new Set(weights.filter(({ trainable }) => trainable))];
  }

  /** The weights that training leaves alone. */
  get nonTrainableWeights(): readonly Weight[] {
    const trainable = new Set(this.trainableWeights);
    return this.weights.filter((weight) => !trainable.has(weight));
  }

  /** Whether training changes the weights. Setting it sets it for all layers inside too. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(trainable: boolean) {
    for (const layer of layersWithin(this as unknown as AnyLayer)) {
      if (#trainable in layer) layer.#trainable = trainable;
      else (layer as AnyLayer).trainable = trainable; // a layer of another copy of this package
    }
  }

  /** The penalties of the trainable weights that have a regularizer, each a scalar. */
  get losses(): readonly Tensor[] {
    // The value is read only where it is needed: each read is a handle that somebody must let go.
    return this.trainableWeights.flatMap((weight) =>
      weight.regularizer === undefined ? [] : [weight.regularizer.call(weight.value)],
    );
  }

  /** What the regularizers add to the loss: a scalar; undefined where there are none. */
  regularizationLoss(): Tensor | undefined {
    const { losses } = this;
    return losses.length === 0 ? undefined : losses.reduce((sum, loss) => add(sum, loss));
  }

  /** The number of elements of all weights. */
  countParams(): number {
    return this.weights.reduce((sum, { size }) => sum + size, 0);
  }

  /** The values of all weights, in the order of {@link weights}. */
  getWeights(): Tensor[] {
    return this.weights.map(({ variable }) => variable.value);
  }

  /**
   * Puts values into all weights.
   *
   * @param values - in the order of {@link weights}
   * @throws ArgumentError if their number differs; ShapeError if a shape does
   */
  setWeights(values: readonly TensorLike[]): void {
    const { weights } = this;
    if (values.length !== weights.length) {
      throw new ArgumentError('setWeights', `the number of values is not that of the weights of '${this.name}'`, {
        got: `${values.length} values`,
        expected: `${weights.length}: ${weights.map(({ name }) => name).join(', ')}`,
        fix: this.built ? undefined : 'The layer is not built yet: apply it, or call build(inputShape) first',
      });
    }
    weights.forEach((weight, i) => {
      weight.assign(values[i] as TensorLike);
    });
  }

  override getConfig(): JsonObject {
    return { ...super.getConfig(), name: this.name, trainable: this.#trainable };
  }
}
