import { ArgumentError, choiceError, FormatError } from '@mariana/tensor';
import { isJsonObject, type Json } from '../options/json.ts';
import { type Option, optional, quote, requiredOption } from '../options/option.ts';
import { L1, L1L2, L2, Regularizer } from './regularizer.ts';

const byName = { l1: () => new L1(), l2: () => new L2(), l1l2: () => new L1L2({ l1: 0.01, l2: 0.01 }) } as const;

/** A regularizer with its factors at 0.01, by name. */
export type RegularizerName = keyof typeof byName;

/** What a regularizer option takes: a name, or a regularizer such as `l2({ l2: 1e-4 })`. */
export type RegularizerLike = RegularizerName | Regularizer;

/** A regularizer, by name or as an object; none unless given. */
export function regularizerOption(): Option<RegularizerLike | undefined, Regularizer | undefined, false> {
  return optional(
    requiredOption<RegularizerLike, Regularizer>({
      type: 'a regularizer',
      check(owner, name, given) {
        if (given instanceof Regularizer) return given;
        if (typeof given !== 'string') {
          throw new ArgumentError(owner, `${name} is not a regularizer`, {
            got: quote(given),
            expected: "a name such as 'l2', or a regularizer such as l2({ l2: 1e-4 })",
          });
        }
        if (!Object.hasOwn(byName, given)) throw choiceError(owner, name, given, Object.keys(byName));
        return byName[given as RegularizerName]();
      },
      encode: (regularizer) => ({ class_name: regularizer.className, config: regularizer.getConfig() }),
      decode(json, owner, name, registry) {
        const { class_name: className, config } = isJsonObject(json) ? json : ({} as { [key: string]: Json });
        const Class = typeof className === 'string' ? registry.regularizers.get(className) : undefined;
        if (Class === undefined || !isJsonObject(config)) {
          throw new FormatError(owner, `the configuration of ${name} names no regularizer that is known`, {
            got: JSON.stringify(json),
            expected: `class_name among ${[...registry.regularizers.keys()].join(', ')}`,
          });
        }
        return Class.fromConfig(config, registry);
      },
    }),
  );
}
