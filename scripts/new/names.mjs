/**
 * A name in the three forms that files use.
 *
 * @param name kebab-case, such as `log-cosh`
 * @returns `{ kebab: 'log-cosh', camel: 'logCosh', pascal: 'LogCosh' }`
 * @throws Error for any other form
 */
export function namesOf(name) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new Error(`new: the name is not kebab-case. Got ${name}. Expected such as log-cosh.`);
  }
  const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  return { kebab: name, camel, pascal: camel[0].toUpperCase() + camel.slice(1) };
}
