import * as v from "valibot";
import type { ModelConfig } from "../networks/model_config.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { TensorFileError } from "../tensor_files/tensor_file_error.ts";

/** Extent of anything in a network, at most; a forged one would need memory without end. */
const LARGEST = 2 ** 20;

const extent = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LARGEST));
/** Layers of a stage or network. */
const depth = v.pipe(extent, v.maxValue(1000));
const finite = v.pipe(v.number(), v.finite());
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
const stride = v.picklist([1, 2]);
/** Stages of a network, at most. */
const STAGES = 16;
const triple = v.tuple([finite, finite, finite]);

/** What the ResNets have in common. */
const stages = {
  classes: extent,
  width: extent,
  stemKernel: extent,
  stemStride: stride,
  stemPool: v.boolean(),
  depths: v.pipe(v.array(depth), v.maxLength(STAGES)),
  spatialStrides: v.pipe(v.array(stride), v.maxLength(STAGES)),
  dropout: share,
};
const block = v.picklist(["bottleneck", "basic"]);
const kernels = v.pipe(v.array(extent), v.maxLength(STAGES));

const networkSchema: v.GenericSchema<unknown, ModelConfig> = v.variant("kind", [
  v.object({
    kind: v.literal("slow-resnet"),
    ...stages,
    block,
    temporalKernels: kernels,
  }),
  v.object({
    kind: v.literal("slowfast-resnet"),
    ...stages,
    block,
    frameRatio: extent,
    channelRatio: extent,
    fusionKernel: extent,
    slowKernels: kernels,
    fastKernels: kernels,
  }),
  v.object({
    kind: v.literal("r3d-resnet"),
    ...stages,
    temporalStrides: v.pipe(v.array(stride), v.maxLength(STAGES)),
    temporalPool: v.boolean(),
  }),
  v.object({
    kind: v.literal("tsm-resnet"),
    ...stages,
    shiftDivisor: extent,
    shiftIdentity: v.boolean(),
  }),
  v.object({
    kind: v.literal("timesformer"),
    classes: extent,
    size: extent,
    frames: extent,
    patch: extent,
    width: extent,
    depth,
    heads: extent,
    mlpRatio: v.pipe(finite, v.minValue(0), v.maxValue(1000)),
    dropout: share,
    dropPath: share,
    initialStd: v.exactOptional(v.object({
      linear: v.exactOptional(finite),
      spatial: v.exactOptional(finite),
      temporal: v.exactOptional(finite),
      temporalFc: v.exactOptional(finite),
    })),
  }),
]);

/** What this program writes into the metadata of a file, by key. */
const SCHEMAS = {
  network: networkSchema,
  classes: v.array(v.string()),
  clip: v.object({
    size: v.exactOptional(extent),
    frames: v.exactOptional(extent),
    stride: v.exactOptional(extent),
    modality: v.exactOptional(v.picklist(["gradient", "flow"])),
  }),
  normalization: v.object({ mean: triple, std: triple }),
} as const;

/** What a value of the metadata is, by its key. */
type OwnFacts = { readonly [Key in keyof typeof SCHEMAS]: v.InferOutput<typeof SCHEMAS[Key]> };

/**
 * Reads a value of the metadata that this program writes as JSON.
 *
 * @param path The file, for the message.
 * @returns Undefined if there is no such value.
 * @throws {TensorFileError} If it is something else.
 */
export function readOwnFact<Key extends keyof OwnFacts>(
  path: string,
  metadata: Readonly<Record<string, string>>,
  key: Key,
): OwnFacts[Key] | undefined {
  const text = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  if (text === undefined) return undefined;
  const result = v.safeParse(SCHEMAS[key], valueOf(text));
  if (result.success) return result.output as OwnFacts[Key];
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  const field = where === null ? "" : ` (${shorten(where)}: ${shorten(issue.message)})`;
  throw new TensorFileError(
    path,
    `its metadata has a '${key}' that this program does not write${field}: '${shorten(text)}'. ` +
      "The file is damaged, or another program changed it: get it again",
  );
}

/** Returns undefined if a text is not JSON. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
