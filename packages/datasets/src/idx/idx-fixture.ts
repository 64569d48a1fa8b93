/** The type byte of each element type of the IDX format, its width, and how a DataView writes it. */
export const idxTypes = {
  uint8: { code: 0x08, width: 1, write: (view: DataView, at: number, value: number) => view.setUint8(at, value) },
  int8: { code: 0x09, width: 1, write: (view: DataView, at: number, value: number) => view.setInt8(at, value) },
  int16: { code: 0x0b, width: 2, write: (view: DataView, at: number, value: number) => view.setInt16(at, value) },
  int32: { code: 0x0c, width: 4, write: (view: DataView, at: number, value: number) => view.setInt32(at, value) },
  float32: { code: 0x0d, width: 4, write: (view: DataView, at: number, value: number) => view.setFloat32(at, value) },
  float64: { code: 0x0e, width: 8, write: (view: DataView, at: number, value: number) => view.setFloat64(at, value) },
} as const;

export type IdxTypeName = keyof typeof idxTypes;

/** An IDX file, made for a test. */
export function encodeIdx(
  type: IdxTypeName,
  shape: readonly number[],
  values: readonly number[],
): Uint8Array<ArrayBuffer> {
  const { code, width, write } = idxTypes[type];
  const start = 4 + 4 * shape.length;
  const bytes = new Uint8Array(start + width * values.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(2, code);
  view.setUint8(3, shape.length);
  for (const [axis, dim] of shape.entries()) view.setUint32(4 + 4 * axis, dim);
  for (const [index, value] of values.entries()) write(view, start + width * index, value);
  return bytes;
}
