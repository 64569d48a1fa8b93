/** One thing, a list of them, or a record of them by name: the forms that inputs and outputs have. */
export type Structure<Leaf> = Leaf | readonly Leaf[] | { readonly [name: string]: Leaf };

/** The same structure with each leaf replaced. `isLeaf` tells leaves from records and lists. */
export function mapStructure<A, B>(
  structure: Structure<A>,
  isLeaf: (value: unknown) => boolean,
  replace: (leaf: A, name: string) => B,
): Structure<B> {
  if (isLeaf(structure)) return replace(structure as A, '');
  if (Array.isArray(structure)) return structure.map((leaf: A, i) => replace(leaf, String(i)));
  return Object.fromEntries(
    Object.entries(structure as { readonly [name: string]: A })
      .filter(([, leaf]) => leaf !== undefined)
      .map(([name, leaf]) => [name, replace(leaf, name)]),
  );
}

/** The leaves, in order: of a list as it stands, of a record as its names were given. */
export function leavesOfStructure<A>(structure: Structure<A>, isLeaf: (value: unknown) => boolean): A[] {
  const leaves: A[] = [];
  mapStructure(structure, isLeaf, (leaf: A) => leaves.push(leaf));
  return leaves;
}
