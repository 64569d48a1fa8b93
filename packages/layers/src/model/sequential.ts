import { ArgumentError, type Tensor } from '@mariana/tensor';
import { isLayer } from '../base/sublayers.ts';
import type { AnyLayer, CallContext, InputShape } from '../base/types.ts';
import { inputOfShape } from '../core/input.ts';
import type { Configurable } from '../options/configurable.ts';
import { isJsonObject, type JsonObject } from '../options/json.ts';
import type { PartialShape } from '../options/shapes.ts';
import { formatError } from '../saving/format-error.ts';
import type { Registry } from '../saving/registry.ts';
import { deserializeLayer, serializeLayer } from '../saving/serialize.ts';
import { isShapeJson } from '../saving/shape-json.ts';
import { isSymbolic, type SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import { checkNames, Graph } from './graph.ts';
import { inputFromConfig, inputToConfig } from './input-config.ts';
import { Model } from './model.ts';
import { ShapeMemo } from './shape-memo.ts';

/** Options of {@link sequential}. */
export interface SequentialOptions {
  /** The model's name; sequential, sequential_1 unless given. */
  name?: string | undefined;
  /**
   * Whether training changes its weights.
   * @defaultValue true
   */
  trainable?: boolean | undefined;
  /**
   * The dtype to which float inputs are cast.
   * @defaultValue 'float32'
   */
  dtype?: 'float32' | 'float64' | undefined;
}

/** A model of layers that follow each other. */
export class Sequential extends Model {
  static override readonly className: string = 'Sequential';
  readonly #layers: readonly AnyLayer[];
  /** Where it begins, if that was given. */
  readonly #input: SymbolicTensor | undefined;
  /** The shapes that were traced, for models that are parts of others. */
  readonly #shapes = new ShapeMemo();

  constructor(layers: readonly (SymbolicTensor | AnyLayer)[], options: SequentialOptions = {}) {
    super(options);
    const owner = `Sequential '${this.name}'`;
    const [first, ...others] = layers;
    this.#input = isSymbolic(first) ? first : undefined;
    const list = this.#input === undefined ? layers : others;
    list.forEach((layer, i) => {
      if (isLayer(layer)) return;
      throw new ArgumentError(owner, `element ${this.#input === undefined ? i : i + 1} is not a layer`, {
        got: isSymbolic(layer) ? 'a symbolic tensor' : String(layer),
        expected: 'layers, before which an input({ shape }) may stand',
      });
    });
    this.#layers = list as readonly AnyLayer[];
    checkNames(owner, [], this.#layers);
    if (this.#input !== undefined) this.#connect(this.#input);
  }

  override get sublayers(): ReadonlyMap<string, AnyLayer> {
    return new Map(this.#layers.map((layer) => [layer.name, layer]));
  }

  override get inputKind() {
    return 'tensor' as const;
  }

  override build(inputShape: InputShape): void {
    // The batch is left open: only the sizes of an example make the weights.
    const [, ...sizes] = inputShape as PartialShape;
    this.#connect(inputOfShape([null, ...sizes], this.dtype, `${this.name}_input`));
  }

  override call(x: Tensor, { training }: CallContext): Tensor {
    const run = () => this.#layers.reduce((y, layer) => layer.apply(y, { training }) as Tensor, x);
    return this.#shapes.run(x, training, this.#layers.length, run) as Tensor;
  }

  override getConfig(): JsonObject {
    const layers = this.#layers.map(serializeLayer);
    const input = this.#input === undefined ? [] : [inputToConfig(this.#input)];
    const shape = this.inputShape === undefined ? {} : { build_input_shape: this.inputShape as PartialShape };
    return { ...super.getConfig(), layers: [...input, ...layers], ...shape };
  }

  static override fromConfig(config: JsonObject, registry: Registry): Configurable {
    const { layers, build_input_shape: shape, ...rest } = config;
    if (!Array.isArray(layers)) throw formatError('Sequential', 'its layers are not a list', layers, 'an array');
    const options = Model.declaration.decode('Sequential', rest, registry);
    const members = layers.map((json, i) => {
      return i === 0 && isJsonObject(json) && json.class_name === 'InputLayer'
        ? inputFromConfig(json)
        : deserializeLayer(json, registry);
    });
    const model = new Sequential(members, options);
    if (shape === undefined) return model;
    if (!isShapeJson(shape) || shape.length === 0) {
      throw formatError('Sequential', 'its build_input_shape is not a shape', shape, 'an array of sizes and nulls');
    }
    model.build(shape);
    return model;
  }

  #connect(input: SymbolicTensor): void {
    const output = this.#layers.reduce((x, layer) => layer.apply(x) as SymbolicTensor, input);
    this.setGraph(new Graph(`Sequential '${this.name}'`, input, output));
  }
}

/**
 * A model of layers that follow each other. It builds itself when it is first applied, or at once if an `input` stands
 * first.
 *
 * @param layers - in the order of use, each with one input and one output
 * @param options - see {@link SequentialOptions}
 * @throws ArgumentError if an element is not a layer, or two have one name
 * @source `keras.Sequential`
 *
 * @example
 * const model = sequential([input({ shape: [784] }), dense({ units: 10, activation: 'softmax' })]);
 * model.countParams(); // 7850
 */
export function sequential(layers: readonly (SymbolicTensor | AnyLayer)[], options?: SequentialOptions): Sequential {
  return new Sequential(layers, options);
}
