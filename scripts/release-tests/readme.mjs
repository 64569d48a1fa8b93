import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a package's README tells a newcomer to do.
 *
 * @returns `packages`, those of its `npm install` line, and `program`, its first TypeScript block
 * @throws Error when it has neither
 */
export function readmeOf(directory) {
  const text = readFileSync(join(directory, 'README.md'), 'utf8');
  const [, packages] = /^npm install (.+)$/m.exec(text) ?? [];
  const [, program] = /^```ts\n([\s\S]*?)^```$/m.exec(text) ?? [];
  if (!packages || !program)
    throw new Error(`${directory}/README.md: no \`npm install …\` line, or no \`\`\`ts program`);
  return { packages: packages.trim().split(/\s+/), program };
}

/** The same program for `require()`: its imports as calls, the rest in an async function, types already removed. */
export function asCommonJs(program) {
  const imports = [];
  const body = program.replace(/^import\s+([\s\S]*?)\s+from\s+(['"][^'"]+['"]);?$/gm, (_, names, from) => {
    imports.push(`const ${names.replace(/\s+as\s+/g, ': ').replace(/^\*:\s*/, '')} = require(${from});`);
    return '';
  });
  return `${imports.join('\n')}\n(async () => {\n${body}\n})().catch((error) => { console.error(error); process.exit(1); });\n`;
}
