/**
 * Finds the links of the built site that lead nowhere: to pages and files that are not there, to fragments that no
 * element has, and to files of the repository that do not exist. Pages on other hosts are not asked.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const origin = 'https://site.invalid';

/** The files of a built site by their paths, `guide/engines.html`: the text of pages, '' for others. */
export function readSite(dist) {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [relative(dist, file).split(sep).join('/'), name.endsWith('.html') ? readFileSync(file, 'utf8') : ''];
    }),
  );
}

/**
 * @param site the files, from {@link readSite}
 * @param repository `{ url, folder }`: the address of the repository and its folder here
 * @returns one line for each dead link: `guide/engines.html: /guide/nowhere`
 */
export function deadLinks(site, repository) {
  const idsOf = remember((file) => new Set(attributes(site.get(file), 'id')));
  const headingsOf = remember((file) => new Set(headings(readFileSync(join(repository.folder, file), 'utf8'))));

  const leadsSomewhere = (page, link) => {
    const { href, origin: host, pathname, hash } = new URL(link, `${origin}/${page}`);
    const [path, fragment] = [decodeURIComponent(pathname).slice(1), decodeURIComponent(hash).slice(1)];
    if (host === origin) {
      const file = [path, `${path}.html`, `${path}index.html`, `${path}/index.html`].find((name) => site.has(name));
      return file !== undefined && (fragment === '' || idsOf(file).has(fragment));
    }
    const [, inside] = href.split(new RegExp(`^${repository.url}/(?:blob|tree)/main/`));
    if (inside === undefined) return true;
    const file = decodeURIComponent(inside.replace(/#.*/, ''));
    return existsSync(join(repository.folder, file)) && (fragment === '' || headingsOf(file).has(fragment));
  };

  return [...site].flatMap(([page, html]) =>
    [...new Set(attributes(html, 'href|src'))]
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  );
}

function remember(compute) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key);
  };
}

/** The values of an attribute of all elements. */
function attributes(html, name) {
  const inside = new RegExp(`<[a-z][^<>]*?\\s(?:${name})="([^"]*)"`, 'gi');
  return Array.from(html.matchAll(inside), ([, value]) => unescape(value));
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);

/** The fragments that GitHub gives to the headings of a Markdown file. */
function headings(markdown) {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}
