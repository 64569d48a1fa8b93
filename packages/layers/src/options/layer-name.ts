import { ArgumentError } from '@mariana/tensor';
import { type Option, quote, requiredOption } from './option.ts';

/** What a layer or a weight may be named, for messages. */
export const layerNameRule = "a string of one letter or more, without '/', which joins names to paths";

/** Whether a layer or a weight may have a name: the paths of weights in files must be clear. */
export function isLayerName(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && !name.includes('/');
}

/** The name of a layer; required, so to be wrapped by `optional`. */
export function layerName(): Option<string, string, true> {
  return requiredOption({
    type: 'a string',
    check(owner, name, given) {
      if (isLayerName(given)) return given;
      throw new ArgumentError(owner, `${name} is not that of a layer`, { got: quote(given), expected: layerNameRule });
    },
  });
}
