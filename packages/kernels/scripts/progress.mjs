// How far compiling is: in place on a terminal, and else a line every few seconds.

/**
 * @param {{ total: number, output?: { write(text: string): unknown, isTTY?: boolean }, interval?: number }} of
 * @returns what is called when one more object is ready, and at the end
 */
export function progressOf({ total, output = process.stdout, interval }) {
  const inPlace = Boolean(output.isTTY) && process.env.TERM !== 'dumb';
  const began = Date.now();
  let done = 0;
  const show = () => {
    const text = `kernels: ${done} of ${total} objects, ${Math.round((Date.now() - began) / 1000)} s`;
    output.write(inPlace ? `\r\x1b[2K${text}` : `${text}\n`);
  };
  const timer = setInterval(show, interval ?? (inPlace ? 1000 : 5000));
  return {
    advance() {
      done++;
      if (inPlace) show();
    },
    end() {
      clearInterval(timer);
      if (inPlace) output.write('\r\x1b[2K');
    },
  };
}
