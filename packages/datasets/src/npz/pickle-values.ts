/** Python's names that a pickle of a NumPy array needs; every other is refused. */
export const knownGlobals: Readonly<Record<string, Global['kind']>> = {
  'numpy.core.multiarray._reconstruct': 'reconstruct',
  'numpy._core.multiarray._reconstruct': 'reconstruct',
  'numpy.ndarray': 'ndarray',
  'numpy.dtype': 'dtype',
  '_codecs.encode': 'encode', // how bytes are written for Python 2: encode('b', 'latin1')
};

/** One of those names. Nothing is ever called: what they would do is done here. */
export class Global {
  readonly kind: 'reconstruct' | 'ndarray' | 'dtype' | 'encode';

  constructor(kind: Global['kind']) {
    this.kind = kind;
  }
}

/** A tuple. (Lists are arrays.) */
export class Tuple {
  readonly items: readonly PickleValue[];

  constructor(items: readonly PickleValue[]) {
    this.items = items;
  }
}

/** A NumPy dtype, by its code, such as 'O8'. */
export class DTypeOf {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/** A NumPy array, empty until its state is put in. */
export class ArrayOf {
  shape: readonly number[] = [];
  items: readonly PickleValue[] | undefined;
}

/** Whatever a pickle may hold here. */
export type PickleValue =
  | number
  | boolean
  | null
  | string
  | Uint8Array
  | PickleValue[]
  | Tuple
  | Global
  | DTypeOf
  | ArrayOf;
