import type { TensorFile } from "../safetensors/mod.ts";
import { createModel } from "../networks/create_model.ts";
import { describeNetwork } from "./describe_network.ts";
import { clipInName, type FileFacts, readFileFacts } from "./_file_facts.ts";
import { matchTensors } from "./_match_tensors.ts";
import { type OfficialNames, officialNames } from "./_official_names.ts";
import { configFromShapes } from "./_config_from_shapes.ts";
import type {
  NetworkWithoutClasses,
  RecognizedNetwork,
  TrainedClip,
} from "./recognized_network.ts";
import { UnknownNetworkError } from "./unknown_network_error.ts";
import { describeUnsupported } from "./_unsupported.ts";

/** Differences that a message shows. */
const PROBLEMS_SHOWN = 3;

/**
 * Recognizes the network that a weight file holds by the names and shapes of its tensors; reads
 * none of them. Names are those of this program, PyTorchVideo, PySlowFast (also those of its files
 * from Caffe2), MMAction2, facebookresearch's and Hugging Face's TimeSformer, timm or torchvision,
 * behind any prefix. All tensors of the network are there in the right shapes.
 *
 * What names and shapes do not say is read from the file's metadata, from `config.json` beside it
 * or from its name, and is then in `notes`; where it cannot be known, the network is refused.
 *
 * @throws {UnknownNetworkError} If it is not a network that this program has, or not surely.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as models from "@actnetformer/deno/models";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const model = models.createModel({ ...models.NAMED_CONFIGS.slow_r18, width: 4 });
 * const path = await Deno.makeTempFile();
 * await models.saveWeights(path, model, model.initialize(1));
 * using file = await models.openWeights(path);
 * assert.equal((await models.recognizeNetwork(file)).title, "Slow R18 (width 4)");
 * ```
 */
export async function recognizeNetwork(file: TensorFile): Promise<RecognizedNetwork> {
  const unsupported = describeUnsupported(file.tensors) ?? describeChannels(file.metadata);
  if (unsupported !== undefined) throw new UnknownNetworkError(file.path, unsupported);
  const official = officialNames(file.tensors.keys(), file.metadata);
  const facts = await readFileFacts(file, official.source);
  const { config, classes } = configFromShapes(file, official, facts);
  requireMatch(file, config, classes);
  const notes = [...facts.notes];
  return {
    config,
    classes,
    classNames: facts.classNames?.length === classes ? facts.classNames : undefined,
    source: official.source,
    title: describeNetwork(config),
    fromImages: official.fromImages,
    clip: clipOf(file.path, { config, facts, official, notes }),
    normalization: facts.normalization,
    notes,
  };
}

/** Signs in the configuration of PySlowFast and of MMAction2 that blue comes first. */
const BLUE_FIRST = /^ {2}REVERSE_INPUT_CHANNEL: true$|\bto_bgr=True\b/m;

/** Says that a network was trained on other channels than it would be shown here. */
function describeChannels(metadata: TensorFile["metadata"]): string | undefined {
  const configs = [metadata.cfg, metadata["meta.cfg"], metadata["meta.config"]];
  if (!configs.some((config) => config !== undefined && BLUE_FIRST.test(config))) return undefined;
  return "it was trained on the channels blue, green, red, but here clips are red, green, blue";
}

/** What is known of a file before its clips are. */
interface Known {
  readonly config: NetworkWithoutClasses;
  readonly facts: FileFacts;
  readonly official: OfficialNames;
  readonly notes: string[];
}

function clipOf(path: string, { config, facts, official, notes }: Known): TrainedClip {
  const isTransformer = config.kind === "timesformer";
  const size = isTransformer ? config.size : facts.clip.size;
  if (official.fromImages) return { size };
  const frames = isTransformer ? config.frames : facts.clip.frames;
  const { stride, modality } = facts.clip;
  if (modality !== undefined) notes.push(`trained on clips of ${modality} instead of frames`);
  const shown = modality === undefined ? {} : { modality };
  if (stride !== undefined) return { size, frames, stride, ...shown };
  const named = clipInName(path);
  if (named === undefined || (frames ?? named.frames) !== named.frames) return { size, frames };
  notes.push(`${named.frames} frames at stride ${named.stride}, by the file's name`);
  if (config.kind !== "slowfast-resnet") return { size, ...named };
  // The names of SlowFast networks say what the slow pathway sees.
  const { frameRatio } = config;
  return { size, frames: named.frames * frameRatio, stride: named.stride / frameRatio };
}

/** Requires every tensor of the network, as the tensors that a config is derived from are few. */
function requireMatch(
  file: TensorFile,
  config: NetworkWithoutClasses,
  classes: number | undefined,
): void {
  const model = createModel({ ...config, classes: classes ?? 1 });
  const { problems } = matchTensors(file, model, {
    resizeEmbeddings: true,
    freshClassifier: classes === undefined,
  });
  if (problems.length === 0) return;
  const shown = problems.slice(0, PROBLEMS_SHOWN).map(({ kind, text }) => `${kind}: ${text}`);
  const more = problems.length > PROBLEMS_SHOWN ? `, … ${problems.length} in total` : "";
  throw new UnknownNetworkError(
    file.path,
    `its names are like those of a ${describeNetwork(config)}, but not its tensors ` +
      `(${shown.join(", ")}${more})`,
  );
}
