/**
 * What the engine needs besides itself, seen from its objects for WebAssembly (the step `wasm` makes them): moving memory,
 * functions of math.h on doubles, and the system's few functions. Anything else would have to be written again for browsers.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const memory = ['memcpy', 'memmove', 'memset', 'memcmp'];
const maths =
  'pow atan2 fmod exp expm1 exp2 log log1p log2 log10 cbrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh ' +
  'erf erfc sqrt floor ceil trunc rint nearbyint fabs fma ldexp frexp copysign';
const system = [
  'systemAllocate',
  'systemFree',
  'numCores',
  'nanoseconds',
  'yieldThread',
  'startThread',
  'park',
  'wake',
];
const allowed = new Set([...memory, ...maths.split(' ')]);

/** @param {string} name */
const isAllowed = (name) =>
  allowed.has(name) || system.some((each) => name.startsWith(`_ZN7mariana${each.length}${each}E`));

const tool = 'wasm-ld-14';

/** @param {string} root the package @returns {boolean} whether all is as it should be */
function run(root) {
  const folder = join(root, 'build', 'objects-wasm');
  const objects = readdirSync(folder).filter((name) => /^base-(kernels|engine|system)-.*\.o$/.test(name));
  const linked = join(root, 'build', 'engine.wasm');
  const { status } = spawnSync(
    tool,
    ['--no-entry', '--allow-undefined', '--no-gc-sections', ...objects.map((name) => join(folder, name)), '-o', linked],
    { stdio: 'inherit' },
  );
  if (status !== 0) return false;
  const names = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(linked))).map(({ name }) => name);
  const others = names.filter((name) => !isAllowed(name));
  for (const name of others) console.error(`freestanding: the engine needs ${name}`);
  console.log(`freestanding: ${names.length} functions from outside, ${others.length} too many`);
  return others.length === 0 && names.length > 0;
}

export const freestanding = {
  tool,
  packages: 'clang lld wasi-libc libclang-rt-14-dev-wasm32',
  needs: 'wasm',
  run,
};
