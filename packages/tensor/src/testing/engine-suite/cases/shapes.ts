import type { DType } from '../../../dtype.ts';
import { all, type Drawn, draw, given, indices, numbers, type ParamsOf, row, type Use, type Uses } from '../drawn.ts';

function uses<Params>(dtypes: readonly DType[], of: (dtype: DType) => readonly Use<Params>[]): Uses<Params> {
  return { dtypes, of };
}

const use = <Params>(title: string, inputs: readonly Drawn[], params: Params): Use<Params> => ({
  title,
  inputs,
  params,
});

/** Elements in other places. */
export const layoutUses = {
  reshape: uses<ParamsOf<'reshape'>>(all, (dtype) => [
    use('to another rank', [draw([2, 6], dtype)], { shape: [3, 4], from: [2, 6] }),
    use('to a scalar', [draw([1, 1], dtype)], { shape: [], from: [1, 1] }),
    use('of nothing', [draw([0, 2], dtype)], { shape: [3, 0], from: [0, 2] }),
  ]),
  stopGradient: uses<ParamsOf<'stopGradient'>>(all, (dtype) => [use('of some', [draw([2, 3], dtype)], {})]),
  transpose: uses<ParamsOf<'transpose'>>(all, (dtype) =>
    [
      [1, 0],
      [2, 0, 1],
      [0, 2, 1],
      [3, 1, 0, 2],
      [4, 2, 0, 3, 1],
    ].map((permutation) =>
      use(`by ${permutation}`, [draw([2, 3, 4, 2, 3].slice(0, permutation.length), dtype)], { permutation }),
    ),
  ),
  broadcastTo: uses<ParamsOf<'broadcastTo'>>(all, (dtype) => [
    use('of a scalar', [draw([], dtype)], { shape: [2, 3], from: [] }),
    use('of a column', [draw([3, 1], dtype)], { shape: [2, 3, 4], from: [3, 1] }),
    use('of inner axes', [draw([1, 3, 1, 2], dtype)], { shape: [2, 2, 3, 4, 2], from: [1, 3, 1, 2] }),
    use('to nothing', [draw([1], dtype)], { shape: [0], from: [1] }),
  ]),
  slice: uses<ParamsOf<'slice'>>(all, (dtype) => [
    use('of leading rows', [draw([5, 3], dtype)], { starts: [1, 0], sizes: [3, 3], steps: [1, 1] }),
    use('of inner axes', [draw([3, 4, 5], dtype)], { starts: [0, 1, 2], sizes: [3, 2, 3], steps: [1, 1, 1] }),
    use('with steps', [draw([7, 8], dtype)], { starts: [1, 0], sizes: [3, 3], steps: [2, 3] }),
    use('of nothing', [draw([4], dtype)], { starts: [4], sizes: [0], steps: [1] }),
  ]),
  flip: uses<ParamsOf<'flip'>>(all, (dtype) => [
    use('of one axis', [draw([2, 3], dtype)], { axes: [1] }),
    use('of two axes of three', [draw([2, 3, 4], dtype)], { axes: [0, 2] }),
    use('of nothing', [draw([0, 3], dtype)], { axes: [0] }),
  ]),
  pad: uses<ParamsOf<'pad'>>(numbers, (dtype) => [
    use('around', [draw([2, 3], dtype)], { low: [1, 0], high: [2, 1], interior: [0, 0], value: 7 }),
    use('between', [draw([3, 2], dtype)], { low: [0, 1], high: [0, 2], interior: [2, 1], value: 0 }),
    use('of nothing', [draw([0, 2], dtype)], { low: [2, 0], high: [1, 0], interior: [1, 0], value: 3 }),
    use('on three axes', [draw([2, 1, 2], dtype)], { low: [0, 1, 0], high: [1, 0, 0], interior: [1, 0, 3], value: 1 }),
  ]),
  concat: uses<ParamsOf<'concat'>>(all, (dtype) => [
    use('of rows', [draw([2, 3], dtype), draw([1, 3], dtype), draw([0, 3], dtype)], { axis: 0 }),
    use('of columns', [draw([2, 1, 2], dtype), draw([2, 3, 2], dtype)], { axis: 1 }),
    use('of one', [draw([2, 2], dtype)], { axis: 1 }),
  ]),
};

/** Reading and writing where indices say. */
export const indexingUses = {
  gather: uses<ParamsOf<'gather'>>(all, (dtype) => [
    use('of rows', [draw([4, 3], dtype), indices([5], 4, dtype)], { axis: 0 }),
    use('by a matrix', [draw([2, 4, 3], dtype), indices([2, 2], 4, dtype)], { axis: 1 }),
    use('by one index', [draw([3, 4], dtype), given([], 'int32', [2])], { axis: 1 }),
    use('by none', [draw([3, 4], dtype), indices([0], 3, dtype)], { axis: 0 }),
  ]),
  scatterAdd: uses<ParamsOf<'scatterAdd'>>(numbers, (dtype) => [
    use('of rows, repeated', [draw([4, 3], dtype), row('int32', [1, 1, 3]), draw([3, 3], dtype)], { axis: 0 }),
    use('on an inner axis', [draw([2, 4, 2], dtype), indices([2, 3], 4, dtype), draw([2, 2, 3, 2], dtype)], {
      axis: 1,
    }),
    use('of none', [draw([3], dtype), indices([0], 3, dtype), draw([0], dtype)], { axis: 0 }),
  ]),
  takeAlongAxis: uses<ParamsOf<'takeAlongAxis'>>(all, (dtype) => [
    use('of the last axis', [draw([3, 4], dtype), indices([3, 2], 4, dtype)], { axis: 1 }),
    use('of the first axis', [draw([3, 4], dtype), indices([5, 4], 3, dtype)], { axis: 0 }),
  ]),
  scatterAddAlongAxis: uses<ParamsOf<'scatterAddAlongAxis'>>(numbers, (dtype) => [
    use('repeated', [draw([2, 3], dtype), row2([0, 0, 2, 1, 1, 1]), draw([2, 3], dtype)], { axis: 1 }),
    use('on the first axis', [draw([4, 2], dtype), indices([3, 2], 4, dtype), draw([3, 2], dtype)], { axis: 0 }),
  ]),
  dynamicSlice: uses<ParamsOf<'dynamicSlice'>>(all, (dtype) => [
    use('within', [draw([4, 5], dtype), row('int32', [1, 2])], { sizes: [2, 3] }),
    use('held within bounds', [draw([4, 5], dtype), row('int32', [9, -2])], { sizes: [2, 3] }),
  ]),
  dynamicUpdateSlice: uses<ParamsOf<'dynamicUpdateSlice'>>(all, (dtype) => [
    use('within', [draw([4, 5], dtype), draw([2, 3], dtype), row('int32', [1, 2])], {}),
    use('held within bounds', [draw([4, 5], dtype), draw([2, 3], dtype), row('int32', [9, -2])], {}),
  ]),
};

function row2(elements: readonly number[]): Drawn {
  return given([2, elements.length / 2], 'int32', elements);
}
