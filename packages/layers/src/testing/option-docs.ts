import type { Declaration } from '../options/declaration.ts';

/**
 * Compares the docstrings of declared options with the declaration: each option has one, and its `@defaultValue` is the
 * default.
 *
 * @param source - the TypeScript text that declares the options
 * @param declaration - what it declares
 * @returns what is wrong, one line each; nothing where all agree
 */
export function undocumentedDefaults(source: string, declaration: Declaration): string[] {
  return declaration.rows().flatMap(({ name, default: declared }) => {
    const found = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*${name}:`).exec(source);
    if (found === null) return [`${name} has no docstring`];
    const documented = /@defaultValue\s+(.*?)\s*(?:\*\/|\n|$)/.exec(found[1] as string)?.[1];
    return documented === declared ? [] : [`${name}: the default is ${declared}, its docstring says ${documented}`];
  });
}
