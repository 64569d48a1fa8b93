import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes new files, and adds lines to existing ones.
 *
 * @param base the repository's root
 * @param files by path: a string is a new file's text, a function turns an existing file's text into its next
 * @returns the paths
 * @throws Error, before anything is written, when a new file exists or an existing one is missing
 */
export function write(base, files) {
  const texts = Object.entries(files).map(([path, content]) => {
    const exists = existsSync(join(base, path));
    if (typeof content === 'string' && exists) throw new Error(`new: ${path} exists already. Choose another name.`);
    if (typeof content === 'function' && !exists) throw new Error(`new: ${path} is missing, to which a line is added.`);
    return [path, typeof content === 'string' ? content : content(readFileSync(join(base, path), 'utf8'))];
  });
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  }
  return texts.map(([path]) => path);
}

/** Adds a line at a file's end. */
export const withLine = (line) => (text) => `${text.trimEnd()}\n${line}\n`;

/**
 * Changes what a pattern matches in a file, and then the file by `also`.
 *
 * @throws Error when the pattern is not there
 */
export const replaced =
  (pattern, by, also = (text) => text) =>
  (text) => {
    if (!pattern.test(text)) throw new Error(`new: ${pattern.source} was not found, where a name is to be added.`);
    return also(text.replace(pattern, by));
  };

/** The changeset that tells users of a package what is new. */
export const changeset = (packageName, what) => `---\n'${packageName}': minor\n---\n\n${what}\n`;
