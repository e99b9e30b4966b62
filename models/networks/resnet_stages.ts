/** What the ResNets of this program have in common, as plain data. */
export interface ResNetStages {
  /** Length of the logits. */
  readonly classes: number;
  /** Channels after the stem; stage i works at `width · 2^i`. */
  readonly width: number;
  /** Extent of the stem's kernel in pixels, odd. */
  readonly stemKernel: number;
  /** Step of the stem's kernel in pixels. */
  readonly stemStride: 1 | 2;
  /** Whether a 1×3×3 max-pool of stride 2 follows the stem. */
  readonly stemPool: boolean;
  /** Number of blocks of each stage. */
  readonly depths: readonly number[];
  /** Step in pixels of the first block of each stage. */
  readonly spatialStrides: readonly (1 | 2)[];
  /** Share of pooled features dropped before the classifier in training. */
  readonly dropout: number;
}
