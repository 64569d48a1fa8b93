import type { Workload } from '../workload.ts';
import { autoencoder } from './autoencoder.ts';
import { cnn } from './cnn.ts';
import { conv } from './conv.ts';
import { dispatch } from './dispatch.ts';
import { elementwise } from './elementwise.ts';
import { gemm } from './gemm.ts';
import { lstm } from './lstm.ts';
import { startup } from './startup.ts';

/** Every workload, in the order in which they run. */
export const workloads: readonly Workload[] = [gemm, conv, elementwise, dispatch, autoencoder, lstm, cnn, startup];
