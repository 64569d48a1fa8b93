/** The upper and lower half of a 32 × 32-bit product, in 16-bit parts, since a double holds only 53 bits of it. */
function multiply(a: number, b: number): [high: number, low: number] {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const carry = aLow * bHigh + (middle % 0x10000);
  const high = aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000);
  return [high >>> 0, Math.imul(a, b) >>> 0];
}

/** Four 32-bit numbers. */
export type Block = readonly [number, number, number, number];

/**
 * One block of Philox 4x32-10: four random 32-bit numbers that are a function of a counter and a key alone.
 *
 * @source Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"
 */
export function philox(counter: Block, key: readonly [number, number]): Block {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = multiply(0xd2511f53, c0);
    const [high1, low1] = multiply(0xcd9e8d57, c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}
