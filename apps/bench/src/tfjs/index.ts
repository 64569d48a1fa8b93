import { autoencoder } from './autoencoder.ts';
import { cnn } from './cnn.ts';
import { conv } from './conv.ts';
import { dispatch } from './dispatch.ts';
import { elementwise } from './elementwise.ts';
import { gemm } from './gemm.ts';
import { lstm } from './lstm.ts';
import type { TfjsPrepare } from './repeated.ts';

/** How TensorFlow.js does each workload that it has. */
export const tfjsWorkloads: Readonly<Record<string, TfjsPrepare>> = {
  gemm,
  conv,
  elementwise,
  dispatch,
  autoencoder,
  lstm,
  cnn,
};
