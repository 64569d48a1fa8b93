import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Workspace packages resolve to their source, so that no test can read a stale build.
const conditions = ['@mariana/source', 'module', 'node', 'development|production'];

/** One project: a name, a root folder and the test files in it. */
function project(name: string, root: string, include: string[], exclude: string[] = []) {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    root: fileURLToPath(new URL(root, import.meta.url)),
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', '**/dist/**', ...exclude],
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  };
}

const engineSuites = ['engine-suite', 'engine-native', 'engine-wasm', 'engine-node', 'property'].map(
  (folder) => `test/${folder}/**`,
);
const packages = readdirSync(new URL('packages', import.meta.url)).sort();

export default defineConfig({
  test: {
    // By default a core is left free, which on two cores is half of them.
    maxWorkers: availableParallelism(),
    projects: [
      ...packages.map((name) =>
        project(name, `packages/${name}`, ['src/**/*.test.ts', 'test/**/*.test.ts'], engineSuites),
      ),
      // The suite that every engine must pass, one project an engine.
      project('engine-reference', 'packages/tensor', ['test/engine-suite/*.test.ts']),
      project('engine-native', 'packages/tensor', ['test/engine-native/*.test.ts']),
      // Random uses of every primitive: native beside reference.
      project('property', 'packages/tensor', ['test/property/*.test.ts']),
      project('engine-tfjs-wasm', 'packages/tfjs', ['test/engine-wasm/*.test.ts']),
      project('engine-tfjs-node', 'packages/tfjs', ['test/engine-node/*.test.ts']),
      project('examples', 'apps/examples', ['src/**/*.test.ts', 'test/**/*.test.ts'], ['test/endurance/**']),
      project('bench', 'apps/bench', ['test/**/*.test.ts']),
      // Long runs of the native engine, in programs of their own.
      project('endurance', 'apps/examples', ['test/endurance/*.test.ts']),
      project('docs', 'apps/docs', ['test/**/*.test.ts', '.vitepress/**/*.test.ts']),
      project('scripts', 'scripts', ['**/*.test.mjs'], ['release-tests/**']),
      // The table of operations and engines: `pnpm operations` writes it.
      project('operations', 'scripts/operations', ['*.test.ts']),
      // Type tests of all packages, in one run of the compiler.
      {
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['packages/*/{src,test}/**/*.test-d.ts'],
            tsconfig: './tsconfig.json',
          },
        },
      },
    ],
  },
});
