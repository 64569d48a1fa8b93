import { platform } from '#platform';

let said = false;

/** Says something once in the life of the program, on the warning stream, unless MARIANA_QUIET is set. */
export function notice(message: string): void {
  if (said || platform.environment('MARIANA_QUIET') !== undefined) return;
  said = true;
  console.warn(`@mariana/tensor: ${message}`);
}
