import type { Activation } from '../activations/activation.ts';
import type { AnyLayer } from '../base/types.ts';
import type { Initializer } from '../initializers/initializer.ts';
import type { ConfigurableClass } from '../options/configurable.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';

/** Which classes the names in a configuration stand for. */
export interface Registry {
  readonly layers: ReadonlyMap<string, ConfigurableClass<AnyLayer>>;
  readonly initializers: ReadonlyMap<string, ConfigurableClass<Initializer>>;
  readonly regularizers: ReadonlyMap<string, ConfigurableClass<Regularizer>>;
  /** Activations beyond the named ones. */
  readonly activations: ReadonlyMap<string, Activation>;
  /** The layers made so far, by their number in the file, so that shared ones stay so. */
  readonly shared: Map<number, AnyLayer>;
}
