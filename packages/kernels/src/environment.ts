/**
 * An environment variable.
 *
 * @param name - such as 'MARIANA_THREADS'
 * @returns undefined where it is not set, is empty, or may not be read (Deno without --allow-env)
 *
 * @example
 * environment('MARIANA_NO_SUCH_SETTING'); // undefined
 */
export function environment(name: string): string | undefined {
  try {
    return process.env[name] || undefined;
  } catch {
    return undefined;
  }
}
