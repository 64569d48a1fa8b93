import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deadLinks, readSite } from '../scripts/links.mjs';
import { repository } from '../scripts/repository.mjs';

const dist = join(import.meta.dirname, '..', '.vitepress', 'dist');

describe('deadLinks', () => {
  const site = (links: string) =>
    new Map([
      ['index.html', links],
      ['guide/engines.html', '<h2 id="memory">Memory</h2><h2 id="内存">内存</h2>'],
      ['reference/index.html', ''],
      ['logo.svg', ''],
    ]);
  const linksTo = (link: string) =>
    deadLinks(site(`<p title="a"><a class="b" href="${link}">text</a></p>`), repository);

  test.each([
    '/',
    '/guide/engines',
    'guide/engines.html#memory',
    './guide/engines#%E5%86%85%E5%AD%98',
    '/reference/',
    '/reference',
    '/logo.svg',
    'https://example.org/page',
    'mailto:somebody@example.org',
    repository.url,
    `${repository.url}/blob/main/packages/kernels/README.md#accuracy`,
    `${repository.url}/tree/main/packages`,
  ])('%s leads somewhere', (link) => expect(linksTo(link)).toEqual([]));

  test.each([
    '/guide/engine',
    '/zh/reference/tensor/',
    '/guide/engines#threads',
    '#nothing',
    '/logo.png',
    '../guide/engines/memory',
    `${repository.url}/blob/main/packages/kernels/README.md#no-such-heading`,
    `${repository.url}/blob/main/packages/no-such-package`,
  ])('%s leads nowhere', (link) => expect(linksTo(link)).toEqual([`index.html: ${link}`]));

  test('scripts and pictures count, text that looks like a link does not', () => {
    const html = '<img src="/logo.png"><script src="/none.js"></script><code>&lt;a href="/none"&gt;</code>';
    expect(deadLinks(site(html), repository)).toEqual(['index.html: /logo.png', 'index.html: /none.js']);
  });
});

describe.runIf(existsSync(join(dist, 'index.html')))('the built site', () => {
  const site = readSite(dist);

  test('has no dead link', () => expect(deadLinks(site, repository)).toEqual([]));

  test('a page and a fragment that go missing are found', () => {
    const broken = new Map(site);
    const page = site.get('guide/engines.html') as string;
    broken.set(
      'guide/engines.html',
      page.replace('</main>', '<a href="/reference/none">a</a><a href="#none">b</a></main>'),
    );
    expect(deadLinks(broken, repository)).toEqual(['guide/engines.html: /reference/none', 'guide/engines.html: #none']);
    broken.delete('guide/autoencoders.html');
    expect(deadLinks(broken, repository)).toContain('index.html: /guide/autoencoders');
  });
});
