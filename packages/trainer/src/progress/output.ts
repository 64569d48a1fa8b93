/** Where progress goes: `process.stdout` is one. */
export interface TextOutput {
  write(text: string): unknown;
  /** Whether it is a terminal, on which a line can be written over. */
  readonly isTTY?: boolean | undefined;
  /** The terminal's width in characters. */
  readonly columns?: number | undefined;
}

/** The standard output: the process's, or the console where there is no process. */
export function standardOutput(): TextOutput {
  const { process } = globalThis as { process?: { stdout?: TextOutput | undefined } | undefined };
  return process?.stdout ?? { write: (text) => console.log(text.replace(/\n$/, '')) };
}
