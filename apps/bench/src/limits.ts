import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What this machine can do at most, on all threads that take part. */
export interface Limits {
  /** Multiply-adds, each counted as two, in 10⁹ a second. */
  readonly gflops: number;
  /** Reading from memory, in 10⁹ bytes a second. */
  readonly read_gbs: number;
  /** Copying in memory, the bytes read and written both counted. */
  readonly copy_gbs: number;
  /** The same for 16 MB, which caches may hold. */
  readonly read_cache_gbs: number;
  readonly copy_cache_gbs: number;
}

const source = fileURLToPath(new URL('../limits/limits.cc', import.meta.url));

/** Measures the limits with a small C++ program; or says why it cannot. */
export function measureLimits(threads: number): Limits | { readonly reason: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mariana-limits-'));
  try {
    const program = join(folder, 'limits');
    const reason = compile(program);
    if (reason !== undefined) return { reason };
    const { stdout, status } = spawnSync(program, [String(threads)], { encoding: 'utf8' });
    return status === 0 ? (JSON.parse(stdout) as Limits) : { reason: `the program ended with exit code ${status}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compile(program: string): string | undefined {
  const flags = ['-std=c++20', '-O3', '-march=native', '-ffast-math', '-pthread', source, '-o', program];
  for (const compiler of process.env.CXX ? [process.env.CXX] : ['g++', 'clang++']) {
    const { status, error, stderr } = spawnSync(compiler, flags, { encoding: 'utf8' });
    if (error) continue;
    return status === 0 ? undefined : stderr.trim();
  }
  return 'there is no C++ compiler (g++ or clang++)';
}

/** One line for people. */
export function describeLimits(limits: Limits | { readonly reason: string }, threads: number): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  const machine = `${processor}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  if ('reason' in limits) return `${machine}; limits not measured: ${limits.reason}`;
  const { gflops, read_gbs, copy_gbs, read_cache_gbs, copy_cache_gbs } = limits;
  return (
    `${machine}: multiply-add peak ${gflops.toFixed(0)} GFLOP/s; ` +
    `memory read ${read_gbs.toFixed(0)}, copy ${copy_gbs.toFixed(0)} GB/s; ` +
    `16 MB arrays read ${read_cache_gbs.toFixed(0)}, copy ${copy_cache_gbs.toFixed(0)} GB/s`
  );
}
