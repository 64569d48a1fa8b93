import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { operationsTable } from './table.ts';

const file = fileURLToPath(new URL('../../contributing/operations.md', import.meta.url));

test('contributing/operations.md says what the code does (if not: pnpm operations)', async (context) => {
  const table = await operationsTable();
  if ('reason' in table) {
    if (process.env.MARIANA_REQUIRE_NATIVE_TESTS) throw new Error(table.reason);
    context.skip(`the native engine is needed: ${table.reason}`);
  } else await expect(table.text).toMatchFileSnapshot(file);
});
