import { FormatError } from '@mariana/tensor';
import { isJsonObject, type Json } from '../options/json.ts';

/** Deeper than any model's configuration; shallow enough for recursion. */
const maxDepth = 256;
/** Names that would reach an object's prototype if they were assigned. */
const forbidden = ['__proto__', 'constructor', 'prototype'];

/**
 * Reads JSON from a file that nobody vouches for: refuses names that reach prototypes, names that stand twice in one
 * object, and nesting without end.
 *
 * @param where - what is read, for messages
 * @throws FormatError
 */
export function parseJson(where: string, text: string): Json {
  checkNesting(where, text);
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch (cause) {
    throw new FormatError(where, 'it is not JSON', { got: String((cause as Error).message), expected: 'JSON', cause });
  }
  checkNames(where, json);
  return json;
}

function checkNames(where: string, json: Json): void {
  if (Array.isArray(json)) for (const item of json) checkNames(where, item);
  if (!isJsonObject(json)) return;
  for (const [name, item] of Object.entries(json)) {
    if (forbidden.includes(name)) throw new FormatError(where, `the name '${name}' is not allowed`);
    checkNames(where, item);
  }
}

/** Walks through the text once: counts brackets, and the names in each object, outside of strings. */
function checkNesting(where: string, text: string): void {
  const open: (Set<string> | undefined)[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [part] = match;
    if (part === '{') open.push(new Set());
    else if (part === '[') open.push(undefined);
    else if (part === '}' || part === ']') open.pop();
    else if (/^\s*:/.test(text.slice(token.lastIndex, token.lastIndex + 32))) noteName(where, open.at(-1), part);
    if (open.length > maxDepth)
      throw new FormatError(where, 'it is nested too deep', { expected: `at most ${maxDepth} levels` });
  }
}

function noteName(where: string, names: Set<string> | undefined, quoted: string): void {
  let name = quoted;
  try {
    name = JSON.parse(quoted) as string;
  } catch {
    return; // the parser says what is wrong
  }
  if (names?.has(name)) throw new FormatError(where, `the name '${name.slice(0, 80)}' stands twice in one object`);
  names?.add(name);
}
