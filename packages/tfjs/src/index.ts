export type { BackendName } from './device.ts';
export type { TfjsOptions } from './tfjs.ts';
export { tfjs } from './tfjs.ts';
