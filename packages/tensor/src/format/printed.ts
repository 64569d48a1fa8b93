import type { DType } from '../dtype.ts';
import { formatShape, type Shape } from '../shape.ts';
import { lineWidth } from './layout.ts';

/** What a {@link Printable} prints, in two parts that may be colored differently. */
export interface Printed {
  /** `Tensor float32 [2, 3]`, and why there are no values where there are none. */
  readonly title: string;
  readonly values?: string | undefined;
}

/** What stands between title and values: they share a line if they fit. */
export function separator({ title, values = '' }: Printed): string {
  return values.includes('\n') || title.length + values.length + 2 > lineWidth ? ':\n' : ': ';
}

/** `Tensor float32 [2, 3]`. */
export function titleOf(kind: string, { dtype, shape }: { readonly dtype: DType; readonly shape: Shape }): string {
  return `${kind} ${dtype} ${formatShape(shape)}`;
}
