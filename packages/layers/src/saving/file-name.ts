import { ArgumentError } from '@mariana/tensor';

/** The extension of saved models. */
const extension = '.safetensors';

/**
 * Checks the name that a model is to be saved under: it ends in `.safetensors` or has no extension. Other extensions stand
 * for other formats, whose readers would not understand the file.
 *
 * @throws ArgumentError that says which name to use
 */
export function checkFileName(op: string, path: string | URL): void {
  const text = String(path);
  const name = /[^/\\]*$/.exec(path instanceof URL ? path.pathname : text)?.[0] ?? '';
  const given = /.\.[^.]*$/.exec(name)?.[0].slice(1); // a name that begins with a dot has no extension for that
  if (given === undefined || given.toLowerCase() === extension) return;
  throw new ArgumentError(op, 'the extension is that of another format', {
    got: `'${given}'`,
    expected: `a name that ends in ${extension}, or has no extension`,
    fix: `Save it as '${name.slice(0, -given.length)}${extension}'`,
  });
}
