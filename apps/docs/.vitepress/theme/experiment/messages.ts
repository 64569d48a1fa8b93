/** What the page asks of the worker that trains. */
export type Request =
  /** `assets` is the address of the folder with the digits. */
  { readonly type: 'start'; readonly assets: string } | { readonly type: 'pause' } | { readonly type: 'resume' };

/** What the worker tells the page. */
export type Report =
  | {
      readonly type: 'ready';
      readonly engine: string;
      readonly parameters: number;
      /** The test digits on show, [10, 784] in 0 to 1. */
      readonly originals: Float32Array;
    }
  | {
      readonly type: 'step';
      readonly epoch: number;
      /** Steps since the beginning, over all epochs. */
      readonly total: number;
      /** Binary cross-entropy of this batch, in nats a pixel. */
      readonly loss: number;
      readonly stepsPerSecond: number;
    }
  | { readonly type: 'test'; readonly total: number; readonly loss: number; readonly reconstructions: Float32Array }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly message: string };

/** How many test digits are on show, and their side in pixels. */
export const shownDigits = 10;
export const side = 28;
