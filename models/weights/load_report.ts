import type { WeightSource } from "./recognized_network.ts";

/** What {@linkcode loadWeights} did, by the names of tensors. */
export interface LoadReport {
  /** Path of the file. */
  readonly path: string;
  /** The network for people, such as "Slow R50". */
  readonly title: string;
  /** Who named the file's tensors. */
  readonly source: WeightSource;
  /** Whether the weights are of a network for images. */
  readonly fromImages: boolean;
  /** The model's tensors that have the file's values. */
  readonly loaded: readonly string[];
  /** The model's tensors that start with new values. */
  readonly fresh: readonly string[];
  /** The model's embeddings that were resized, a line for people each. */
  readonly resized: readonly string[];
  /** The file's tensors that were left out. */
  readonly ignored: readonly string[];
  /** Length of the output of the file's classifier; undefined if it has none. */
  readonly fileClasses: number | undefined;
  /** Length of the output of the model's classifier. */
  readonly modelClasses: number;
  /** Whether the classifier starts with new values. */
  readonly freshClassifier: boolean;
  /** What was done, in one line for people. */
  readonly summary: string;
}
