import { ArgumentError, choiceError } from '@mariana/tensor';
import { snakeCase } from './names.ts';
import { defaultOption, type Option, type OptionKind, quote, requiredOption } from './option.ts';

/** One of several names. */
export function choice<const Choice extends string>(
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
): Option<Choice, Choice, false> {
  const kind: OptionKind<Choice, Choice> = {
    type: choices.map((name) => `'${name}'`).join(', '),
    check(owner, name, given) {
      if (choices.includes(given as Choice)) return given as Choice;
      throw choiceError(owner, name, given, choices);
    },
    encode: snakeCase,
    decode: (json) => choices.find((name) => snakeCase(name) === json) ?? json,
  };
  return defaultOption(kind, fallback);
}

/** A text; required, so to be wrapped by `optional`. */
export function text(): Option<string, string, true> {
  return requiredOption({
    type: 'a string',
    check(owner, name, given) {
      if (typeof given === 'string' && given !== '') return given;
      throw new ArgumentError(owner, `${name} is not a string`, {
        got: quote(given),
        expected: 'a string of one letter or more',
      });
    },
  });
}
