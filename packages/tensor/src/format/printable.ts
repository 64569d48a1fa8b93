import { type Printed, separator } from './printed.ts';

/** The method that `util.inspect` and `console.log` of Node.js, Bun and Deno call. Browsers never do. */
const inspect: unique symbol = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom') as never;

type Stylize = (text: string, style: 'special' | 'number') => string;

/** An object that shows itself where it is printed: in `String(x)`, `console.log(x)`, `util.inspect(x)` and `x.print()`. */
export abstract class Printable {
  /** What it is, and its values where there are some. Must not throw. */
  protected abstract describe(): Printed;

  /** What {@link print} prints. It never throws. */
  toString(): string {
    return write(this.describe());
  }

  /** Prints what the object is with `console.log`. */
  print(): void {
    console.log(this.toString());
  }

  /** For `util.inspect`; test runners call it with fewer options. */
  [inspect](depth?: number, options?: { readonly stylize?: Stylize | undefined }): unknown {
    const stylize = options?.stylize ?? ((text) => text);
    if (depth !== undefined && depth < 0) return stylize(`[${this.constructor.name}]`, 'special');
    const text = write(this.describe(), stylize);
    // Lines are indented to the place in an outer object only where an object is returned.
    return text.includes('\n') ? { [inspect]: () => text } : text;
  }
}

function write(printed: Printed, stylize: Stylize = (text) => text): string {
  const { title, values } = printed;
  const head = stylize(title, 'special');
  return values === undefined ? head : head + separator(printed) + stylize(values, 'number');
}
