import type { NativeHandle, NativeKernels } from '@mariana/kernels';
import { bytesPerElement, type DType } from '../../dtype.ts';
import type { View } from '../../engine/engine.ts';
import { EngineError } from '../../errors.ts';
import type { Abstract } from '../../primitive.ts';
import { sizeOf } from '../../shape.ts';
import { nativeError } from './errors.ts';
import type { Spares } from './spares.ts';

/** A dtype's number, as the kernels know it (`engine/call.h`). */
export const numberOf: Readonly<Record<DType, number>> = {
  bool: 0,
  uint8: 1,
  int8: 2,
  int32: 3,
  int64: 4,
  float16: 5,
  bfloat16: 6,
  float32: 7,
  float64: 8,
};

/** Parameters of a kernel, in the order in which it reads them. Lists come with their length before them. */
export type Parameter = number | boolean | readonly number[];

/** Writes the calls of one set of kernels into the memory that they share with it. */
export class Recorder {
  readonly #kernels: NativeKernels;
  readonly #words: Float64Array;
  readonly #spares: Spares;
  #length = 0;

  constructor(kernels: NativeKernels, spares: Spares) {
    this.#kernels = kernels;
    this.#words = kernels.words;
    this.#spares = spares;
  }

  /** Runs a kernel: `engine/record.h` of @mariana/kernels describes the form. */
  run(
    op: string,
    number: number,
    inputs: readonly View<NativeHandle>[],
    params: readonly Parameter[],
    outputs: readonly Abstract[],
    places?: readonly number[],
  ): readonly NativeHandle[] {
    this.#length = 0;
    this.#put(number);
    this.#put(inputs.length);
    this.#put(outputs.length);
    this.#put(0); // the number of parameters, known below
    for (let i = 0; i < inputs.length; i++) {
      const { dtype, shape, offset } = inputs[i] as View<NativeHandle>;
      this.#put(numberOf[dtype]);
      this.#put(shape.length);
      this.#put(offset);
      this.#putAll(shape);
    }
    for (let i = 0; i < outputs.length; i++) {
      const { dtype, shape } = outputs[i] as Abstract;
      this.#put(numberOf[dtype]);
      this.#put(shape.length);
      this.#putAll(shape);
    }
    const before = this.#length;
    for (let i = 0; i < params.length; i++) this.#putParameter(params[i] as Parameter);
    this.#words[3] = this.#length - before;
    if (this.#length > this.#words.length) throw tooLong(op, this.#words.length);
    try {
      if (outputs.length === 1) return [this.#call(inputs, this.#spares.take()) as NativeHandle];
      return this.#call(inputs, places === undefined ? undefined : placesOf(inputs, places)) as NativeHandle[];
    } catch (error) {
      throw nativeError({ op, inputs, params, outputs }, error);
    }
  }

  /** @param spare - an empty handle for the only output, or for each of several one whose memory it takes */
  #call(
    inputs: readonly View<NativeHandle>[],
    spare: NativeHandle | readonly (NativeHandle | undefined)[] | undefined,
  ): NativeHandle | NativeHandle[] {
    const handle = (i: number) => (inputs[i] as View<NativeHandle>).storage.handle;
    if (inputs.length === 1) return this.#kernels.run(this.#length, spare, handle(0));
    if (inputs.length === 2) return this.#kernels.run(this.#length, spare, handle(0), handle(1));
    if (inputs.length === 3) return this.#kernels.run(this.#length, spare, handle(0), handle(1), handle(2));
    return this.#kernels.run(
      this.#length,
      spare,
      inputs.map(({ storage }) => storage.handle),
    );
  }

  #putParameter(parameter: Parameter): void {
    if (typeof parameter === 'number') this.#put(parameter);
    else if (typeof parameter === 'boolean') this.#put(parameter ? 1 : 0);
    else {
      this.#put(parameter.length);
      this.#putAll(parameter);
    }
  }

  #put(word: number): void {
    this.#words[this.#length++] = word; // beyond the end nothing is written, and the length says so
  }

  #putAll(words: readonly number[]): void {
    for (let i = 0; i < words.length; i++) this.#words[this.#length++] = words[i] as number;
  }
}

/** For each output the handle of memory that is all and only the input's whose place it may take. */
function placesOf(
  inputs: readonly View<NativeHandle>[],
  places: readonly number[],
): readonly (NativeHandle | undefined)[] {
  const uses = new Map<unknown, number>();
  for (const { storage } of inputs) uses.set(storage, (uses.get(storage) ?? 0) + 1);
  return places.map((place) => {
    const { storage, offset, shape, dtype } = inputs[place] as View<NativeHandle>;
    const isAll = offset === 0 && storage.bytes === sizeOf(shape) * bytesPerElement(dtype);
    return isAll && storage.references === 1 && uses.get(storage) === 1 ? storage.handle : undefined;
  });
}

function tooLong(op: string, most: number): EngineError {
  return new EngineError(op, 'the operation has too many or too large arguments for the native engine', {
    expected: `at most ${most} numbers for all shapes and parameters`,
    fix: 'Do it in several steps',
  });
}
