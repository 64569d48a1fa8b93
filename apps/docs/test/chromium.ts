import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const candidates = [
  process.env.MARIANA_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser to test with; undefined where there is none. */
export const browserPath = candidates.find((path) => path !== undefined && existsSync(path));

/** Whether its absence is a failure. */
export const browserRequired = process.env.MARIANA_REQUIRE_CHROMIUM === '1';

/** How to get the tests of pages running. */
export const howToGet =
  'The tests of the docs pages need Chromium: install it (Debian: apt-get install chromium) or set MARIANA_CHROMIUM to its path.';

/** A fresh browser that talks to nobody but the page, and shows each state at once, without a transition to it. */
export function launch(viewport: { width: number; height: number }, colorScheme: 'light' | 'dark' = 'light') {
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'mariana-docs-')), {
    executablePath: browserPath as string,
    headless: true,
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  }) as Promise<BrowserContext>;
}
