import { allocateArray, bytesPerElement } from '../../src/dtype.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { Storage } from '../../src/engine/storage.ts';
import { Tensor } from '../../src/tensor.ts';
import type { Drawn } from '../../src/testing/engine-suite/drawn.ts';

/** Puts elements on an engine, behind `offset` others that no kernel may look at. */
export function place(engine: Engine, { data, dtype, shape }: Drawn, offset: number): Tensor {
  const padded = allocateArray(dtype, data.length + offset);
  padded.fill((dtype === 'int64' ? 77n : 77) as never);
  padded.set(data as never, offset);
  const handle = engine.upload(padded, dtype, offset === 0 ? shape : [padded.length]);
  const storage = new Storage(engine, handle, padded.length * bytesPerElement(dtype));
  return Tensor.of(storage, shape, dtype, offset);
}
