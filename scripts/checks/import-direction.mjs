/**
 * Imports between packages go one way; this finds those that do not, and those that keep a package from a browser.
 *
 *   node scripts/checks/import-direction.mjs
 */
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesUnder } from '../workspace/files.mjs';
import { members, root } from '../workspace/packages.mjs';

/** A package may import those of the levels before its own. Apps come last. */
const levels = [['kernels'], ['tensor'], ['tfjs', 'datasets'], ['layers'], ['attention', 'trainer'], ['explain']];
const levelOf = (folder) => {
  const level = levels.findIndex((level) => level.includes(folder));
  return level < 0 ? levels.length : level;
};

const specifiers =
  /(?:^(?:import|export)\b[^'"`;]*?\bfrom\s*|^import\s+|\b(?:import|require)\s*\(\s*)(['"])([^'"\n]+)\1/gm;
const staticNode = /^(?:import|export)\b(?!\s+type\b)[^'"()=;]*['"]node:/m;
const isTest = (path) => /(\.test(-d)?|-fixture)\.ts$|(^|\/)(test|bench)\//.test(path);

/**
 * The wrong imports of one file.
 *
 * @param member the package it belongs to: `{ folder, group, manifest }`
 * @param path its path inside the package, with `/`
 * @param code its text
 * @returns one line for each
 */
export function wrongImports({ folder, group, manifest }, path, code) {
  const wrong = [];
  const isApp = group === 'apps';
  const text = code.replace(/^\s*(?:\*|\/\/).*$/gm, '');
  for (const [, , specifier] of text.matchAll(specifiers)) {
    const [, other] = /^@mariana\/([^/]+)/.exec(specifier) ?? [];
    if (other && other !== folder && !isApp && levelOf(other) >= levelOf(folder)) {
      wrong.push(`imports ${specifier}, but @mariana/${other} is not below @mariana/${folder}`);
    }
    if (other === 'tfjs' && other !== folder && !isApp && !isTest(path)) {
      wrong.push(`imports ${specifier}, which must stay a choice of the program that uses this package`);
    }
    if (other && other !== folder && !isTest(path) && !isApp) {
      const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
      if (!declared[`@mariana/${other}`]) wrong.push(`imports ${specifier}, which its package.json does not declare`);
    }
    if (specifier.startsWith('.') && leavesPackage(path, specifier)) {
      wrong.push(`imports ${specifier}, outside its package; import the package by name`);
    }
  }
  if (!isApp && !isTest(path) && path.startsWith('src/') && !/^src\/platform\/(?!browser)/.test(path)) {
    if (staticNode.test(text)) wrong.push('imports node: at load; use #platform or a dynamic import');
  }
  return wrong;
}

/** Whether a relative import leads above the package's own folder. */
function leavesPackage(path, specifier) {
  let depth = path.split('/').length - 1;
  for (const part of specifier.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

/** Every wrong import of the workspace, as `file: what is wrong`. */
export function checkImports(base = root) {
  return ['packages', 'apps'].flatMap((group) =>
    members(group, base).flatMap((member) =>
      filesUnder(member.directory, /\.(ts|mts|vue|mjs)$/).flatMap((file) => {
        const path = relative(member.directory, file).split(sep).join('/');
        return wrongImports(member, path, readFileSync(file, 'utf8')).map(
          (what) => `${group}/${member.folder}/${path}: ${what}`,
        );
      }),
    ),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wrong = checkImports();
  for (const line of wrong) console.error(line);
  console.log(`import direction: ${wrong.length} wrong`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
