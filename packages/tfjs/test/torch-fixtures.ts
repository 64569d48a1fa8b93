import { readdirSync, readFileSync } from 'node:fs';
import type { Fixture } from '@mariana/tensor/testing';

const folder = new URL('../../tensor/fixtures/', import.meta.url);

/** Every file of cases that PyTorch computed. */
export function torchFixtures(): Fixture[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Partial<Fixture>)
    .filter((fixture): fixture is Fixture => Array.isArray(fixture.cases));
}
