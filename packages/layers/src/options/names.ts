/** Names whose words Keras does not part. */
const irregular: { readonly [name: string]: string } = { keepDims: 'keepdims' };

/**
 * `kernelInitializer` as Keras writes it: `kernel_initializer`; `MaxPooling2D` is `max_pooling2d`.
 *
 * @source `to_snake_case` in `keras.src.utils.naming`
 */
export function snakeCase(name: string): string {
  if (Object.hasOwn(irregular, name)) return irregular[name] as string;
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
