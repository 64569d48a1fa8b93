import type { Workload } from '../workload.ts';
import { dispatch } from './dispatch.ts';
import { elementwise } from './elementwise.ts';
import { gemm } from './gemm.ts';

/** Every workload, in the order in which they run. */
export const workloads: readonly Workload[] = [gemm, elementwise, dispatch];
