export type { AttentionOptions } from './attention.ts';
export { Attention, attention } from './attention.ts';
export type { AttentionCallOptions } from './inputs.ts';
export { attentionLayers } from './layers.ts';
export { causalMask } from './masks.ts';
export type { MultiHeadAttentionOptions } from './multi-head-attention.ts';
export { MultiHeadAttention, multiHeadAttention } from './multi-head-attention.ts';
export type { ScoreFunction, ScoreName } from './scores.ts';
