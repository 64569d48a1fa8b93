import { fillPermutation } from '@mariana/tensor';
import { passKey } from './random-words.ts';

/** Which examples a pass takes, and in which order. */
export interface Order {
  /** How many; Infinity if it never ends. */
  readonly size: number;
  /** Begins a pass. The result gives up to `count` further indices; none when the pass is over. */
  open(pass: number): (count: number) => Int32Array;
}

/** 0, 1, … size − 1. */
export function rangeOrder(size: number): Order {
  return { size, open: () => reader(Int32Array.from({ length: size }, (_, i) => i)) };
}

/**
 * An order in which each pass is shuffled anew.
 *
 * @param reshuffle - whether passes differ
 */
export function shuffledOrder(order: Order, seed: number, reshuffle: boolean): Order {
  return {
    size: order.size,
    open: (pass) => {
      const indices = order.open(pass)(order.size);
      const places = new Int32Array(indices.length);
      fillPermutation(places, passKey(seed, reshuffle ? pass : 0));
      return reader(places.map((place) => indices[place] as number));
    },
  };
}

/** The first `count` of each pass. */
export function takenOrder(order: Order, count: number): Order {
  const size = Math.min(order.size, count);
  return {
    size,
    open: (pass) => {
      const read = order.open(pass);
      let left = size;
      return (wanted) => {
        const indices = read(Math.min(wanted, left));
        left -= indices.length;
        return indices;
      };
    },
  };
}

/** All but the first `count` of each pass. */
export function skippedOrder(order: Order, count: number): Order {
  return {
    size: Math.max(order.size - count, 0),
    open: (pass) => {
      const read = order.open(pass);
      read(count);
      return read;
    },
  };
}

/** `count` passes as one; pass p of the result is passes p·count … p·count + count − 1. */
export function repeatedOrder(order: Order, count: number): Order {
  return {
    size: order.size === 0 ? 0 : order.size * count,
    open: (pass) => {
      // An endless repetition has one pass: a second one would begin where no number reaches.
      const first = count === Number.POSITIVE_INFINITY ? 0 : pass * count;
      let repetition = 0;
      let read: ((count: number) => Int32Array) | undefined;
      return (wanted) => {
        const parts: Int32Array[] = [];
        let missing = wanted;
        while (missing > 0 && repetition < count && order.size > 0) {
          read ??= order.open(first + repetition);
          const indices = read(missing);
          if (indices.length < missing) {
            repetition++;
            read = undefined;
          }
          parts.push(indices);
          missing -= indices.length;
        }
        return join(parts);
      };
    },
  };
}

function join(parts: readonly Int32Array[]): Int32Array {
  if (parts.length === 1) return parts[0] as Int32Array;
  const joined = new Int32Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function reader(indices: Int32Array): (count: number) => Int32Array {
  let at = 0;
  return (count) => {
    const read = indices.subarray(at, at + Math.min(count, indices.length - at));
    at += read.length;
    return read;
  };
}
