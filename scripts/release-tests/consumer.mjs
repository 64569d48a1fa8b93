import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-5';
import { build as viteBuild } from 'vite';
import webpack from 'webpack';
import { run, runNode } from '../workspace/run.mjs';
import { asCommonJs } from './readme.mjs';

/** The compilers that published types are checked under. */
const compilers = ['typescript-5', 'typescript-6', 'typescript-7'];
const resolutions = { bundler: 'ESNext', nodenext: 'NodeNext' };

/** An empty TypeScript project with one program, and the packages that its README names. */
export async function createProject(folder, client, specifiers, program, overrides = {}) {
  mkdirSync(folder, { recursive: true });
  // What our packages depend on comes from tarballs too: no registry has it yet.
  const forced = client === 'npm' ? { overrides } : { pnpm: { overrides } };
  writeJson(join(folder, 'package.json'), { name: 'consumer', private: true, type: 'module', ...forced });
  writeFileSync(join(folder, 'main.ts'), program);
  const javascript = ts.transpile(program, { target: 'ES2022', module: 'ESNext', verbatimModuleSyntax: true });
  writeFileSync(join(folder, 'main.mjs'), javascript);
  writeFileSync(join(folder, 'main.cjs'), asCommonJs(javascript));
  const args =
    client === 'npm'
      ? ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...specifiers]
      : ['add', '--prefer-offline', '--ignore-scripts', ...specifiers];
  await run(client, args, { cwd: folder });
}

/** Compiles the program under every compiler and resolution, strictly, library declarations included. */
export async function compileEverywhere(folder) {
  for (const [moduleResolution, module] of Object.entries(resolutions)) {
    const project = join(folder, `tsconfig.${moduleResolution}.json`);
    writeJson(project, {
      compilerOptions: {
        target: 'ES2022',
        lib: ['ES2022', 'DOM'],
        types: [],
        module,
        moduleResolution,
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
      },
      files: ['main.ts'],
    });
    for (const compiler of compilers) {
      const tsc = join(import.meta.dirname, 'node_modules', compiler, 'bin', 'tsc');
      await runNode(tsc, ['-p', project], { cwd: folder });
    }
  }
}

/**
 * Runs the program, by `import` and by `require()`: of the modules, as Node.js does since 20.19, and of their CommonJS
 * form, as Jest does. In Node.js both ways give the same copy of a package.
 */
export async function runBothWays(folder, name) {
  const asJest = '--no-experimental-require-module';
  await runNode(join(folder, 'main.mjs'), [], { cwd: folder });
  for (const flags of [[], [asJest]])
    await run(process.execPath, [...flags, join(folder, 'main.cjs')], { cwd: folder });
  const isOne = `import('${name}').then((m) => process.exit(m === require('${name}') ? 0 : 1))`;
  await run(process.execPath, ['--input-type=commonjs', '-e', isOne], { cwd: folder });
}

/** Bundles the program for a page with Vite. */
export async function bundleWithVite(folder) {
  await viteBuild({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      target: 'es2022',
      outDir: join(folder, 'vite'),
      rollupOptions: {
        input: join(folder, 'main.mjs'),
        onwarn: (warning) => {
          throw new Error(`vite: ${warning.message}`);
        },
      },
    },
  });
}

/** Bundles the program for a page with webpack. */
export async function bundleWithWebpack(folder) {
  const stats = await new Promise((resolve, reject) => {
    webpack(
      {
        mode: 'production',
        context: folder,
        entry: join(folder, 'main.mjs'),
        output: { path: join(folder, 'webpack') },
        performance: { hints: false },
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
  });
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(`webpack: ${stats.toString('errors-warnings')}`);
}

const writeJson = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
