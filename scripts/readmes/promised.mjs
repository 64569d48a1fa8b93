/** The lines that a program's comments promise: `console.log(x); // [1, 2]`, but not `// near 0.5`. */
export function promisedLines(program) {
  return [...program.matchAll(/^console\.log\(.*\); \/\/ (?!near )(.+)$/gm)].map(([, line]) => line);
}
