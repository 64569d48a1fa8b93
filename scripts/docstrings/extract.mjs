/**
 * Finds the `@example` blocks of docstrings and makes runnable code of them.
 *
 * In an example a line `expression; // [1, 2]` states its result: a comment that is a JavaScript value is compared with
 * the awaited expression, `// throws ShapeError` with what it throws; any other comment is prose.
 */

/** The examples in a source text: their code and the line on which they begin. */
export function examplesOf(source) {
  const examples = [];
  for (const comment of source.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const lines = comment[0]
      .split('\n')
      .map((line) => line.replace(/^\s*(\/\*\*|\*\/|\*(?!\/) ?)/, '').replace(/\*\/\s*$/, ''));
    const first = source.slice(0, comment.index).split('\n').length;
    let code;
    lines.forEach((line, i) => {
      if (/^\s*@/.test(line)) {
        code = undefined;
        if (/^\s*@example\b/.test(line)) {
          code = { line: first + i, lines: [] };
          examples.push(code);
          const rest = line.replace(/^\s*@example\s*/, '');
          if (rest) code.lines.push(rest);
        }
      } else if (code && !/^\s*```/.test(line)) code.lines.push(line);
    });
  }
  return examples.map(({ line, lines }) => ({ line, code: lines.join('\n').trimEnd() }));
}

/** The names that an example imports, by package, and its code without those lines. */
export function splitImports(code) {
  const imports = [];
  const body = code.replace(/^import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+['"]([^'"]+)['"];?\s*$/gm, (_, names, from) => {
    const list = names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name && !name.startsWith('type '));
    imports.push({ from, names: list });
    return '';
  });
  return { imports, body };
}

const statement =
  /^(const|let|var|if|for|while|return|throw|try|import|export|function|class|await using|using)\b|^[{}\])]/;

/** A comment's value in JavaScript: `Float32Array [1, 2]` is written as consoles print it. */
export function expectedValue(comment) {
  return new Function(`return (${comment.replace(/^\w+Array\s*(?=\[)/, '')});`)();
}

/** Whether a comment states a value: `[1, 2]`, `'int32'`, `throws ShapeError`. */
export function isExpectation(comment) {
  if (/^throws [A-Z]\w*Error\b/.test(comment)) return true;
  try {
    expectedValue(comment);
    return true;
  } catch {
    return false;
  }
}

/** An example's code with its stated results made into calls of `__expect(run, comment)`; and how many there are. */
export function withExpectations(code) {
  let count = 0;
  const lines = code.split('\n').map((line) => {
    const match = /^(.*?\S);?\s*\/\/\s*(.+?)\s*$/.exec(line);
    if (!match || statement.test(line.trim()) || /^\s/.test(line) || !isExpectation(match[2])) return line;
    count += 1;
    const expression = match[1].replace(/;$/, '');
    return `await __expect(async () => (${expression}), ${JSON.stringify(match[2])});`;
  });
  return { code: lines.join('\n'), count };
}
