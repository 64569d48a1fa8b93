import { FormatError } from '@mariana/tensor';

/** The error of a file or configuration that is not as it should be. */
export function formatError(where: string, wrong: string, got: unknown, expected: string): FormatError {
  const text = typeof got === 'bigint' ? String(got) : (JSON.stringify(got) ?? String(got));
  return new FormatError(where, wrong, { got: text.length > 200 ? `${text.slice(0, 200)}…` : text, expected });
}
