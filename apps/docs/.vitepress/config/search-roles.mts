/** What VitePress's search dialog is replaced with, piece by piece: from, to. */
const pieces: readonly (readonly [RegExp, string])[] = [
  // A dialog, not a button that would contain other buttons.
  [
    /role="button"\s+:aria-owns="[^"]*"\s+aria-expanded="true"\s+aria-haspopup="listbox"/,
    'role="dialog" aria-modal="true"',
  ],
  [
    /id="localsearch-input"/,
    `id="localsearch-input" role="combobox" :aria-expanded="results?.length ? 'true' : 'false'"`,
  ],
  // The link is the option, not a part of one; its text is its name.
  [
    /:id="'localsearch-item-' \+ index"\s+:aria-selected="[^"]*"\s+role="option"\s*>\s*<a\s/,
    `role="none"><a role="option" :id="'localsearch-item-' + index" :aria-selected="selectedIndex === index" `,
  ],
  [/:aria-label="\[\.\.\.p\.titles, p\.title\]\.join\(' > '\)"/, ''],
  [/<span class="title-icon">#/, '<span class="title-icon" aria-hidden="true">#'],
  // A key may have a name if it is a picture.
  [/<kbd :aria-label=/g, '<kbd role="img" :aria-label='],
];

/** Gives the parts of VitePress's search dialog the roles that assistive technology needs. */
export function searchRoles() {
  return {
    name: 'search-roles',
    enforce: 'pre' as const,
    transform(code: string, id: string) {
      if (!id.endsWith('/VPLocalSearchBox.vue')) return undefined;
      return pieces.reduce((text, [from, to]) => {
        if (!from.test(text))
          throw new Error(`VPLocalSearchBox.vue has no ${from}: VitePress changed its search dialog`);
        return text.replace(from, () => to);
      }, code);
    },
  };
}
