import { FormatError } from '@mariana/tensor';
import type { Json } from '../options/json.ts';

/** Deeper than anything but models in models; shallow enough for recursion. */
const usualDepth = 256;

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Reads JSON from a file that nobody vouches for, in time linear in its length: refuses names that stand twice in one
 * object, and nesting without end. Names such as `__proto__` are names like all others: they become properties of their
 * own, and code that reads the result must do so with `Object.entries` or `Object.hasOwn`.
 *
 * @param where - what is read, for messages
 * @param maxDepth - the most levels of arrays and objects
 * @throws FormatError
 */
export function parseJson(where: string, text: string, maxDepth = usualDepth): Json {
  scan(where, text, maxDepth);
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new FormatError(where, 'it is not JSON', { got: String((cause as Error).message), expected: 'JSON', cause });
  }
}

/** Walks through the text once: counts brackets, and notes the names in each object. */
function scan(where: string, text: string, maxDepth: number): void {
  /** The names of each open object; undefined for arrays. */
  const open: (Set<string> | undefined)[] = [];
  /** The latest string, which is a name if a colon comes next. */
  let latest = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      const end = endOfString(text, i);
      latest = text.slice(i, end + 1);
      i = end;
    } else if (code === colon) {
      noteName(where, open.at(-1), latest);
    } else if (code === openBrace || code === openBracket) {
      open.push(code === openBrace ? new Set() : undefined);
      if (open.length > maxDepth)
        throw new FormatError(where, 'it is nested too deep', { expected: `at most ${maxDepth} levels` });
    } else if (code === closeBrace || code === closeBracket) {
      open.pop();
    }
  }
}

/** The position of the quote that ends the string which begins at `start`; that of the text's end if there is none. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i;
    if (code === backslash) i++;
  }
  return text.length;
}

function noteName(where: string, names: Set<string> | undefined, quoted: string): void {
  let name = quoted.slice(1, -1);
  if (name.includes('\\')) {
    try {
      name = JSON.parse(quoted) as string;
    } catch {
      return; // the parser says what is wrong
    }
  }
  if (names?.has(name)) throw new FormatError(where, `the name '${name.slice(0, 80)}' stands twice in one object`);
  names?.add(name);
}
