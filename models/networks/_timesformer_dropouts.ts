/** Dropout layers of the embedding, in the order of their indices. */
const EMBEDDING_DROPOUTS = ["spatialEmbedding", "classToken", "temporalEmbedding"] as const;

/** Dropout and drop-path layers of each block, in the order of their indices. */
const BLOCK_DROPOUTS = [
  "temporalAttention",
  "temporalPath",
  "spatialAttention",
  "spatialPath",
  "mlpHidden",
  "mlpOutput",
  "mlpPath",
] as const;

/** Returns the index of a dropout layer of the embedding. */
export function embeddingDropoutIndex(layer: typeof EMBEDDING_DROPOUTS[number]): number {
  return EMBEDDING_DROPOUTS.indexOf(layer);
}

/** Returns the index of a dropout or drop-path layer of a block. */
export function blockDropoutIndex(
  blockIndex: number,
  layer: typeof BLOCK_DROPOUTS[number],
): number {
  const inBlock = BLOCK_DROPOUTS.indexOf(layer);
  return EMBEDDING_DROPOUTS.length + BLOCK_DROPOUTS.length * blockIndex + inBlock;
}
