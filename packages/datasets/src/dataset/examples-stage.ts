import { done, item } from './cursor.ts';
import { type Order, repeatedOrder, shuffledOrder, skippedOrder, takenOrder } from './order.ts';
import type { Stage } from './stage.ts';
import { selectExample, selectExamples } from './structure.ts';

/** The examples of tensors in memory. What is taken, and in which order, is settled on indices; no tensor is made. */
export function examplesStage<T>(tensors: T, order: Order): Stage<T> {
  return {
    size: order.size,
    open: (pass) => {
      const read = order.open(pass);
      return {
        next: () => {
          const index = read(1)[0];
          return index === undefined ? done : item(selectExample(tensors, index));
        },
        close: () => {},
      };
    },
    take: (count) => examplesStage(tensors, takenOrder(order, count)),
    skip: (count) => examplesStage(tensors, skippedOrder(order, count)),
    repeat: (count) => examplesStage(tensors, repeatedOrder(order, count)),
    shuffle: ({ seed, reshuffle }) => examplesStage(tensors, shuffledOrder(order, seed, reshuffle)),
    batch: (size, dropRemainder) => batchedExamples(tensors, order, size, dropRemainder),
  };
}

/** Batches of such examples: one gather a batch and tensor, on the engine. */
function batchedExamples<T>(tensors: T, order: Order, size: number, dropRemainder: boolean): Stage<T> {
  return {
    size: dropRemainder ? Math.floor(order.size / size) : Math.ceil(order.size / size),
    open: (pass) => {
      const read = order.open(pass);
      return {
        next: () => {
          const indices = read(size);
          const isOver = indices.length === 0 || (dropRemainder && indices.length < size);
          return isOver ? done : item(selectExamples(tensors, indices));
        },
        close: () => {},
      };
    },
    take: (count) => batchedExamples(tensors, takenOrder(order, count * size), size, dropRemainder),
    skip: (count) => batchedExamples(tensors, skippedOrder(order, count * size), size, dropRemainder),
  };
}
