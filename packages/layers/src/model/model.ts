import { ArgumentError, type Tensor } from '@mariana/tensor';
import { shapesOf } from '../base/inputs.ts';
import { Layer } from '../base/layer.ts';
import { automaticName } from '../base/names.ts';
import { mapStructure, type Structure } from '../base/structure.ts';
import type { AnyLayer, CallContext, InputShape } from '../base/types.ts';
import { type Configurable, type Declared, withOptions } from '../options/configurable.ts';
import type { Declaration, OptionSpec } from '../options/declaration.ts';
import type { JsonObject } from '../options/json.ts';
import type { PartialShape } from '../options/shapes.ts';
import type { WeightSource } from '../saving/byte-source.ts';
import type { LoadOptions } from '../saving/fetch-bytes.ts';
import { formatError } from '../saving/format-error.ts';
import { loadInto } from '../saving/load-weights.ts';
import type { Registry } from '../saving/registry.ts';
import { modelToBytes, saveModel } from '../saving/save-model.ts';
import type { SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import { traceShapes } from '../symbolic/trace.ts';
import { Graph } from './graph.ts';
import { graphFromConfig } from './graph-from-config.ts';
import { graphToConfig } from './graph-to-config.ts';
import { ShapeMemo } from './shape-memo.ts';
import { summarize } from './summary.ts';

/** What a model returns for symbolic outputs: tensors in their structure. */
export type ResultOf<Outputs> = Outputs extends SymbolicTensor ? Tensor : { readonly [Key in keyof Outputs]: Tensor };

/** Options of a {@link Model}. */
export interface ModelOptions<Outputs extends Structure<SymbolicTensor> = Structure<SymbolicTensor>> {
  /** Where it begins: a symbolic tensor, an array or a record of them. Left out by models that have a `call` of their own. */
  inputs?: Structure<SymbolicTensor> | undefined;
  /** Where it ends: what layers applied to the inputs gave. */
  outputs?: Outputs | undefined;
  /** The model's name; functional, functional_1 unless given. */
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

/**
 * A layer made of layers, which can be trained, summarized and saved.
 *
 * There are three ways to one: from inputs and outputs, as here; from a list, with `sequential`; or as a class that
 * keeps layers in its fields and has a `call`. Models can be applied like any layer, and so be parts of others; those that
 * are made of the same layers share their weights.
 *
 * @source `keras.Model`
 *
 * @example
 * const x = input({ shape: [4] });
 * const code = dense({ units: 2, activation: 'relu' }).apply(x);
 * const autoencoder = new Model({ inputs: x, outputs: dense({ units: 4 }).apply(code) });
 * const encoder = new Model({ inputs: x, outputs: code });
 * encoder.apply([[1, 2, 3, 4]]).shape; // [1, 2]
 * autoencoder.countParams(); // 22
 */
export class Model<Outputs extends Structure<SymbolicTensor> = SymbolicTensor> extends Layer<ResultOf<Outputs>> {
  static override readonly className: string = 'Model';

  /** A base class for models that have a `call` of their own and these options. */
  static override with<Spec extends OptionSpec>(declaration: Declaration<Spec>): Declared<Model, Spec> {
    return withOptions(Model, declaration) as unknown as Declared<Model, Spec>;
  }

  /** The layers' connections; undefined for models that have a `call` of their own. */
  #graph: Graph | undefined;
  /** The shapes that were traced, for models that are parts of others. */
  readonly #shapes = new ShapeMemo();

  /** @param options - see {@link ModelOptions} */
  constructor(options: ModelOptions<Outputs> = {}) {
    const { inputs, outputs, ...rest } = options;
    const functional = inputs !== undefined || outputs !== undefined;
    super(functional ? { ...rest, name: rest.name ?? automaticName('Functional') } : rest);
    if (!functional) return;
    if (inputs === undefined || outputs === undefined) {
      throw new ArgumentError('Model', `${inputs === undefined ? 'inputs' : 'outputs'} are missing`, {
        expected: 'both inputs and outputs, or neither in a class with a call of its own',
      });
    }
    this.setGraph(new Graph(`Model '${this.name}'`, inputs, outputs));
  }

  /** Functional for models made from inputs and outputs, as in Keras. */
  override get className(): string {
    const name = super.className;
    // Asked for already while the base class is being constructed.
    return name === 'Model' && #graph in this && this.#graph !== undefined ? 'Functional' : name;
  }

  /** The layers' connections; undefined for models that have a `call` of their own, and before they are known. */
  get graph(): Graph | undefined {
    return this.#graph;
  }

  protected setGraph(graph: Graph): void {
    this.#graph = graph;
    this.markBuilt(shapesOf(graph.inputs) as InputShape);
  }

  /** The symbolic tensors where it begins, in order; none for models that have a `call` of their own. */
  get inputs(): readonly SymbolicTensor[] {
    return this.#graph?.inputList ?? [];
  }

  /** The symbolic tensors where it ends, in order; none for models that have a `call` of their own. */
  get outputs(): readonly SymbolicTensor[] {
    return this.#graph?.outputList ?? [];
  }

  /** The layers that it is made of, each after those that it needs. */
  get layers(): readonly AnyLayer[] {
    return [...this.sublayers.values()];
  }

  override get sublayers(): ReadonlyMap<string, AnyLayer> {
    if (this.#graph === undefined) return super.sublayers;
    return new Map(this.#graph.layers.map((layer) => [layer.name, layer]));
  }

  /** The layer of a name. */
  getLayer(name: string): AnyLayer {
    const layer = this.layers.find((candidate) => candidate.name === name);
    if (layer !== undefined) return layer;
    throw new ArgumentError('getLayer', `there is no layer '${name}'`, {
      expected: `one of ${this.layers.map((candidate) => candidate.name).join(', ')}`,
    });
  }

  /** Makes the weights of a model that has a `call` of its own, by tracing it. */
  override build(inputShape: InputShape): void {
    this.markBuilt(inputShape);
    const isShape = (value: unknown) =>
      Array.isArray(value) && value.every((size) => size === null || typeof size === 'number');
    const inputs = mapStructure(inputShape as Structure<PartialShape>, isShape, (shape) => ({
      shape,
      dtype: this.dtype,
    }));
    traceShapes(
      `${this.className} '${this.name}'`,
      (tensors) => this.call(tensors as Tensor, { training: false }) as Structure<Tensor>,
      inputs,
    );
  }

  override call(inputs: Structure<Tensor>, { training }: CallContext): ResultOf<Outputs> {
    const owner = `${this.className} '${this.name}'`;
    if (this.#graph === undefined) {
      throw new ArgumentError(owner, 'it has neither inputs and outputs nor a call of its own', {
        fix: 'Give new Model({ inputs, outputs }), or write call(inputs, { training }) in the class',
      });
    }
    const graph = this.#graph;
    return this.#shapes.run(inputs, training, graph.nodes.length, () =>
      graph.run(owner, inputs, training),
    ) as ResultOf<Outputs>;
  }

  /**
   * A table of the layers with their output shapes and numbers of parameters, and totals.
   *
   * @example
   * const model = sequential([input({ shape: [2] }), dense({ units: 3, name: 'layer' })]);
   * model.summary().includes('layer (Dense)'); // true
   */
  summary(): string {
    return summarize(this as unknown as Model);
  }

  /**
   * Writes the model, configuration and weights, into one file: a safetensors file whose metadata holds the configuration.
   * The file appears as a whole or not at all; one that was there before is replaced only when all is written. It keeps
   * its mode, and a symbolic link still leads to it.
   *
   * @param path - a path or `file:` URL (Node.js) that ends in `.safetensors` or has no extension; missing folders are made
   * @throws ArgumentError for another extension: `.keras`, `.h5`, `.json`, `.pt` and `.onnx` stand for other formats
   * @throws DataError if it cannot be written
   */
  save(path: string | URL): Promise<void> {
    return saveModel(this as unknown as Model, path);
  }

  /** The contents of the file that {@link save} writes, for browsers and databases. */
  toBytes(): Promise<Uint8Array<ArrayBuffer>> {
    return modelToBytes(this as unknown as Model);
  }

  /**
   * Puts the weights of a saved model of the same layers into this one. Weights belong together that have the same path, or,
   * if the paths are not all the same, that stand at the same place: the automatic names of layers, `dense_3`, differ
   * between two models of the same code.
   *
   * @param source - a path, `file:` URL or address, or the contents of a file
   * @param options - limits of what is fetched, and a signal that aborts
   * @throws FormatError if the file is broken, or its weights are not those of this model; DataError if it cannot be read
   */
  loadWeights(source: WeightSource, options?: LoadOptions): Promise<void> {
    return loadInto(this as unknown as AnyLayer, source, options);
  }

  override getConfig(): JsonObject {
    if (this.#graph === undefined || this.className !== 'Functional') return super.getConfig();
    return { ...super.getConfig(), ...graphToConfig(this.#graph) };
  }

  static override fromConfig(config: JsonObject, registry: Registry): Configurable {
    if (!Object.hasOwn(config, 'input_layers')) {
      if (this !== Model) return super.fromConfig(config, registry);
      throw formatError('Functional', 'its configuration has no input_layers', Object.keys(config), 'input_layers');
    }
    const { layers, input_layers, output_layers, ...rest } = config;
    const options = Model.declaration.decode('Functional', rest, registry);
    return new Model({ ...options, ...graphFromConfig(config, registry) });
  }
}
