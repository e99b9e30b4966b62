import type { RecordedGraph } from "../../../../runtime/mod.ts";
import { convolveAsImages } from "./convolve_as_images.ts";
import { flattenBroadcast } from "./flatten_broadcast.ts";
import { foldNorm } from "./fold_norm.ts";
import { foldTranspose } from "./fold_transpose.ts";
import { fuseBias, fuseRectifier } from "./fuse_bias.ts";
import { joinReshapes } from "./join_reshapes.ts";
import { joinSoftmax } from "./join_softmax.ts";
import { applyRewrite, type Rewrite } from "./rewrite.ts";
import { splitPad } from "./split_pad.ts";
import { transposeWeight } from "./transpose_weight.ts";

/** In the order in which they are applied: later ones build on what earlier ones leave. */
const REWRITES: readonly Rewrite[] = [
  transposeWeight,
  convolveAsImages,
  joinReshapes,
  foldNorm,
  fuseRectifier,
  fuseBias,
  joinSoftmax,
  flattenBroadcast,
  splitPad,
  foldTranspose,
  joinReshapes,
];

/**
 * Rewrites a graph to the ops that TensorFlow.js has fast kernels of: the same numbers but for
 * rounding, several times as fast by WebAssembly.
 */
export function rewriteForWeb(graph: RecordedGraph): RecordedGraph {
  return REWRITES.reduce(applyRewrite, graph);
}
