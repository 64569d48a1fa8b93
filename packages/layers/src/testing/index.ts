export { undocumentedDefaults } from './option-docs.ts';
export type { LayerTest } from './run-layer-test.ts';
export { runLayerTest } from './run-layer-test.ts';
