/**
 * What the linker and the processor would only say on another machine: no function is shared between the objects of two
 * instruction sets, base's objects hold none of the wider sets' instructions, and the addon exports what Node.js looks for.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allSets, hostSets } from '../instruction-sets.mjs';

/** @param {string} command @param {string[]} args @returns {string[]} lines */
function lines(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${error ?? stderr}`);
  return stdout.split('\n');
}

/** The names that an object defines for others, or wants from others. @param {string} file @param {string} flag */
function names(file, flag) {
  return lines('nm', ['--portability', flag, file])
    .map((line) => line.split(' ').slice(0, 2))
    .filter(([name, type]) => name && /[A-Zuvw]/.test(type ?? ''))
    .map(([name]) => name ?? '');
}

/** Whether a mangled name lies in a namespace directly inside of mariana. @param {string} name @param {string} space */
const isIn = (name, space) => new RegExp(`^_Z(GV)?(TV|TI|TS)?Z*N[VK]*7mariana${space.length}${space}`).test(name);

/** Functions of C that kernels may call; nothing of C++'s library, whose inline functions are everybody's. */
const isOfC = (name) => /^(mem(cpy|set|move|cmp)|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail|[a-z]+[0-9a-z]*f?)$/.test(name);

/** @param {string} file @param {string} set @returns {string[]} what is wrong with an object of a set */
function sharedNames(file, set) {
  const others = allSets().filter((other) => other !== set);
  const wrong = names(file, '--defined-only').filter((name) => !isIn(name, set));
  const wanted = names(file, '--undefined-only').filter(
    (name) => others.some((other) => isIn(name, other)) || !(name.startsWith('_ZN7mariana') || isOfC(name)),
  );
  return [
    ...wrong.map((name) => `${file}: ${name} is defined outside of mariana::${set}`),
    ...wanted.map((name) => `${file}: ${name} is neither the engine's nor C's`),
  ];
}

// Beyond SSE2: SSE3 to SSE4.2, what is encoded with a VEX or EVEX prefix, and bit counts.
const beyondBase =
  /^(v(?!err|erw)[a-z]|hadd|hsub|addsub|movddup|movs[hl]dup|lddqu|pshufb|palignr|pabs|psign|phadd|phsub|pmadd?ubsw|pmulhrsw|blend|pblend|pmovsx|pmovzx|pmulld|pmuldq|p(min|max)(sb|uw|ud|sd)|round[ps][sd]|ptest|pcmpeqq|pcmpgtq|pinsr[bdq]|pextr[bdq]|insertps|extractps|dpp[sd]|mpsadbw|packusdw|movntdqa|popcnt|lzcnt|tzcnt|andn |bextr|bls|mulx|pdep|pext|rorx|sarx|shlx|shrx|crc32|aes|pclmul)/;

/** @param {string} file @param {RegExp} forbidden of an instruction's text */
function instructions(file, forbidden) {
  const found = lines('objdump', ['--disassemble', '--no-show-raw-insn', file])
    .map((line) => line.split('\t')[1]?.trim() ?? '')
    .filter((text) => forbidden.test(text));
  return [...new Set(found)].slice(0, 3).map((text) => `${file}: ${text} is not an instruction of its set`);
}

/** @param {string} root the package @returns {boolean} whether all is as it should be */
function run(root) {
  if (process.arch !== 'x64' || process.platform !== 'linux') return true;
  const folder = join(root, 'build', 'objects');
  /** @type {string[]} */
  const problems = [];
  let objects = 0;
  for (const set of hostSets()) {
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.o') || !name.startsWith(`${set}-`)) continue;
      objects++;
      const file = join(folder, name);
      if (name.includes('-kernels-') || name.includes('isa-table')) problems.push(...sharedNames(file, set));
      if (set === 'base') problems.push(...instructions(file, beyondBase));
      if (set === 'avx2') problems.push(...instructions(file, /%zmm|%k[0-7]|%[xy]mm(1[6-9]|2\d|3[01])/));
    }
  }
  const defined = lines('nm', ['-D', '--defined-only', '--portability', join(root, 'build', 'mariana.node')])
    .map((line) => line.split(' ')[0] ?? '')
    .filter(Boolean);
  const expected = ['napi_register_module_v1', 'node_api_module_get_api_version_v1'];
  if (defined.sort().join() !== expected.join()) problems.push(`the addon exports ${defined.join(', ')}`);
  for (const problem of problems) console.error(problem);
  console.log(`symbols: ${objects} objects, ${problems.length} problems`);
  return problems.length === 0 && objects > 0;
}

export const symbols = { tool: 'objdump', packages: 'binutils', needs: 'plain', run };
