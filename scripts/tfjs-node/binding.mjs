// The binding: the C++ of the npm package @tensorflow/tfjs-node, compiled against the TensorFlow library.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { libraries, napiVersion, SetupError, wheel } from './requirements.mjs';
import { findCompiler, run } from './tools.mjs';

/** Folders of the npm packages, as packages/tfjs sees them. @param {string} repository */
export function findPackages(repository) {
  const require = createRequire(join(repository, 'packages/tfjs/package.json'));
  try {
    return {
      tfjsNode: dirname(require.resolve('@tensorflow/tfjs-node/package.json')),
      headers: join(dirname(require.resolve('node-api-headers/package.json')), 'include'),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : error;
    throw new SetupError(`tfjs-node: an npm package is missing. Got "${why}". Run \`pnpm install\` first.`);
  }
}

/** @param {string} folder */
function sourcesOf(folder) {
  return readdirSync(folder)
    .sort()
    .filter((name) => /\.(cc|h)$/.test(name))
    .map((name) => join(folder, name));
}

/**
 * Compiles the binding unless the one in place was made from the same sources with the same flags.
 * @param {{ tfjsNode: string, headers: string }} packages
 * @param {string} library
 * @param {(line: string) => void} say
 */
export function provideBinding(packages, library, say) {
  const target = join(packages.tfjsNode, 'lib', `napi-v${napiVersion}`);
  const output = join(target, 'tfjs_binding.node');
  const stamp = join(target, 'built-from.sha256');
  const sources = sourcesOf(join(packages.tfjsNode, 'binding'));
  // Relative, so that the repository may be moved.
  const rpath = `$ORIGIN/${relative(target, library)}`;
  const flags = [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', `-DNAPI_VERSION=${napiVersion}`, '-w'],
    ...[`-I${packages.headers}`, `-I${join(library, 'include')}`, `-I${packages.tfjsNode}`],
    ...sources.filter((file) => file.endsWith('.cc')),
    ...libraries.map((name) => join(library, name)),
    `-Wl,-rpath,${rpath}`,
  ];
  const hash = createHash('sha256').update([...flags, wheel.sha256].join('\0'));
  for (const file of sources) hash.update(readFileSync(file));
  const wanted = hash.digest('hex');
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return { output, changed: false };
  }
  const compiler = findCompiler();
  say(`compiling the binding with ${compiler}`);
  mkdirSync(target, { recursive: true });
  const unfinished = join(target, `unfinished-${process.pid}`);
  try {
    run(compiler, [...flags, '-o', unfinished]);
    renameSync(unfinished, output);
    writeFileSync(stamp, wanted);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return { output, changed: true };
}
