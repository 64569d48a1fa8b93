/** The lines that a program's comments promise: `console.log(x); // [1, 2]`, but not `// near 0.5` or `// such as native`. */
export function promisedLines(program) {
  return [...program.matchAll(/^console\.log\(.*\); \/\/ (?!near |such as )(.+)$/gm)].map(([, line]) => line);
}
