import type { TimedOp } from "./timing_binding.ts";

/** The parts of a training step, one after the other. */
export type StepPart = "forward" | "backward" | "update";

/** What the time of a step goes into. */
export const OP_GROUPS = [
  "products, forward",
  "input gradients",
  "filter gradients",
  "attention",
  "normalization",
  "activation",
  "copies",
  "update",
  "other",
] as const;

/** One of {@linkcode OP_GROUPS}. */
export type OpGroup = typeof OP_GROUPS[number];

/** Groups of ops that are the same in each part of a step. */
const GROUPS: readonly (readonly [pattern: RegExp, group: OpGroup])[] = [
  [/BackpropFilter|^im2col$/, "filter gradients"],
  [/BackpropInput/, "input gradients"],
  [/^attention_/, "attention"],
  [/^(layer_norm|normalized|sums_|batch_norm)|^FusedBatchNorm/, "normalization"],
  [/^gelu|^Relu|^MaxPool/, "activation"],
  [
    /^(Cast|Concat|ExpandDims|Identity|Pack|Pad|Reshape|Slice|Split|StridedSlice|Transpose|Unpack)/,
    "copies",
  ],
];

/** Returns the group of an op in a part of a step. */
export function opGroup(
  op: Pick<TimedOp, "name" | "attributes" | "shapes">,
  part: StepPart,
): OpGroup {
  if (part === "update") return "update";
  const known = GROUPS.find(([pattern]) => pattern.test(op.name));
  if (known !== undefined) return known[1];
  if (op.name === "BatchMatMulV2") return isSum(op) ? "filter gradients" : "attention";
  if (!/^(MatMul|Conv\dD)$/.test(op.name)) return "other";
  if (part === "forward") return "products, forward";
  const isTransposed = op.attributes.some(({ name, value }) => name === "transpose_a" && value);
  return isTransposed ? "filter gradients" : "input gradients";
}

/** Gradients of biases are sums of rows, computed as products with rows of ones. */
function isSum({ shapes: [left] }: Pick<TimedOp, "shapes">): boolean {
  return left?.at(-2) === 1;
}
