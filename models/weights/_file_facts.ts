import { basename, dirname, join } from "node:path";
import type { TensorFile } from "../safetensors/mod.ts";
import { TensorFileError } from "../tensor_files/tensor_file_error.ts";
import type { ModelConfig } from "../networks/model_config.ts";
import type { PixelNormalization, TrainedClip, WeightSource } from "./recognized_network.ts";

/** What a weight file, or a file beside it, says about its network apart from the tensors. */
export interface FileFacts {
  /** The whole network, if this program wrote the file. */
  readonly network: ModelConfig | undefined;
  readonly classNames: readonly string[] | undefined;
  readonly clip: TrainedClip;
  readonly normalization: PixelNormalization | undefined;
  /** Attention heads of a transformer. */
  readonly heads: number | undefined;
  /** Name of the architecture in PySlowFast's configuration. */
  readonly architecture: string | undefined;
  /** Frames of a SlowFast's fast pathway for each frame of the slow one. */
  readonly frameRatio: number | undefined;
  /** Where a fact is from that the file itself does not state, a line for people each. */
  readonly notes: readonly string[];
}

const GRAY: PixelNormalization = { mean: [0.45, 0.45, 0.45], std: [0.225, 0.225, 0.225] };
const IMAGENET: PixelNormalization = {
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};
const HALF: PixelNormalization = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/** Frames and stride in the names of published files, such as SLOW_8x8_R50 or 8x32x1. */
const CLIP_IN_NAME = /(?<![\dx])(\d{1,3})x(\d{1,2})(?:x1)?(?![\dxb])/g;

/** Frames of a second that strides are counted in, unless a configuration says another rate. */
const USUAL_RATE = 30;

/** What is collected of a file, before the blanks are filled. */
type Found = { -readonly [Fact in keyof FileFacts]?: FileFacts[Fact] };

/**
 * Returns what a weight file says about its network apart from the tensors: in its metadata, in
 * Hugging Face's `config.json` and `preprocessor_config.json` beside it, and in its name.
 */
export async function readFileFacts(file: TensorFile, source: WeightSource): Promise<FileFacts> {
  const notes: string[] = [];
  const found: Found = {
    ...await readHuggingFace(file.path, source),
    ...readPySlowFast(file.metadata.cfg),
    ...readMmaction2(file),
    ...await readOwn(file),
  };
  return {
    network: found.network,
    classNames: found.classNames,
    clip: found.clip ?? {},
    normalization: found.normalization ?? usualNormalization(file, source, notes),
    heads: found.heads,
    architecture: found.architecture,
    frameRatio: found.frameRatio,
    notes,
  };
}

/** Reads what this program writes. */
async function readOwn({ path, metadata }: TensorFile): Promise<Found> {
  if (metadata.actnetformer === undefined) return {};
  // Loaded when needed: few files are of this program.
  const { readOwnFact } = await import("./_own_facts.ts");
  const found: Found = {};
  const network = readOwnFact(path, metadata, "network");
  if (network !== undefined) found.network = network;
  const classNames = readOwnFact(path, metadata, "classes");
  if (classNames !== undefined) found.classNames = classNames;
  const clip = readOwnFact(path, metadata, "clip");
  if (clip !== undefined) found.clip = clip;
  const normalization = readOwnFact(path, metadata, "normalization");
  if (normalization !== undefined) found.normalization = normalization;
  return found;
}

/** Reads the configuration that PySlowFast and TimeSformer keep in a checkpoint, in YAML. */
function readPySlowFast(cfg: string | undefined): Found {
  if (cfg === undefined || !/^DATA:$/m.test(cfg)) return {};
  const number = (key: string) => {
    const value = new RegExp(`^ {2}${key}: (\\d+)$`, "m").exec(cfg)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  const list = (key: string) =>
    new RegExp(`^ {2}${key}:\\n((?: {2}- [\\d.]+\\n){3})`, "m").exec(cfg)?.[1]
      ?.match(/[\d.]+/g)?.map(Number) as [number, number, number] | undefined;
  const stride = number("SAMPLING_RATE");
  const rate = number("TARGET_FPS") ?? USUAL_RATE;
  const found: Found = {
    clip: {
      size: number("TRAIN_CROP_SIZE"),
      frames: number("NUM_FRAMES"),
      stride: stride === undefined ? undefined : Math.round(stride * USUAL_RATE / rate),
    },
  };
  const frameRatio = number("ALPHA");
  if (frameRatio !== undefined) found.frameRatio = frameRatio;
  const architecture = /^ {2}ARCH: (\w+)$/m.exec(cfg)?.[1];
  if (architecture !== undefined) found.architecture = architecture;
  const [mean, std] = [list("MEAN"), list("STD")];
  if (mean !== undefined && std !== undefined) found.normalization = { mean, std };
  return found;
}

/** Reads what MMAction2 keeps in a checkpoint: names of classes, and its configuration in Python. */
function readMmaction2({ metadata }: TensorFile): Found {
  const found: Found = {};
  const classes = textsIn(metadata["meta.dataset_meta.classes"] ?? metadata["meta.CLASSES"]);
  if (classes !== undefined) found.classNames = classes;
  const cfg = metadata["meta.cfg"] ?? metadata["meta.config"];
  if (cfg === undefined) return found;
  const [, frames, stride] = /clip_len=(\d{1,6}),\s{0,99}frame_interval=(\d{1,6})/.exec(cfg) ?? [];
  if (stride !== undefined) found.clip = { frames: Number(frames), stride: Number(stride) };
  const [mean, std] = ["mean", "std"].map((key) =>
    new RegExp(`\\b${key}=[[(]([\\d., \\n]{5,200})[\\])]`).exec(cfg)?.[1]
      ?.split(",").filter((value) => value.trim() !== "").map((value) =>
        Math.round(Number(value) / 255 * 1e6) / 1e6
      )
  );
  if (mean?.length === 3 && std?.length === 3) {
    found.normalization = {
      mean: mean as [number, number, number],
      std: std as [number, number, number],
    };
  }
  return found;
}

/** Returns the texts that a list in JSON has; undefined if it is not such a list. */
function textsIn(json: string | undefined): string[] | undefined {
  const value = json === undefined ? undefined : parseJson(json);
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === "string");
  return isTexts ? value : undefined;
}

/** Reads the files that Hugging Face's hub has beside the weights. */
async function readHuggingFace(path: string, source: WeightSource): Promise<Found> {
  if (source !== "Hugging Face" && source !== "timm") return {};
  const config = await readJson(join(dirname(path), "config.json"));
  const found: Found = {};
  const heads = config.num_attention_heads;
  if (typeof heads === "number") found.heads = heads;
  const labels = config.id2label ?? {};
  if (isRecord(labels) && Object.keys(labels).length > 0) {
    found.classNames = Object.keys(labels).map((_, index) => String(labels[index]));
  }
  const preprocessor = await readJson(join(dirname(path), "preprocessor_config.json"));
  const pretrained = isRecord(config.pretrained_cfg) ? config.pretrained_cfg : {};
  const mean = preprocessor.image_mean ?? pretrained.mean;
  const std = preprocessor.image_std ?? pretrained.std;
  if (isTriple(mean) && isTriple(std)) found.normalization = { mean, std };
  return found;
}

/** Reads a JSON object; returns an empty one if there is no such file. */
async function readJson(path: string): Promise<Record<string, unknown>> {
  const text = await readTextBeside(path);
  const value = text === undefined ? {} : parseJson(text);
  if (isRecord(value)) return value;
  throw new TensorFileError(
    path,
    "it is beside weights, of which it should say more, but it is not a JSON object. Get it " +
      "again, or move it away",
    { format: "a configuration" },
  );
}

/** Bytes of a configuration, at most. */
const CONFIG_LIMIT = 64 * 2 ** 20;

/** Reads a file beside the weights; undefined if there is none. */
async function readTextBeside(path: string): Promise<string | undefined> {
  try {
    const { size } = await Deno.stat(path);
    if (size <= CONFIG_LIMIT) return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  throw new TensorFileError(path, "it is longer than any configuration", {
    format: "a configuration",
  });
}

/** Returns undefined if a text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTriple(value: unknown): value is [number, number, number] {
  return Array.isArray(value) && value.length === 3 && value.every(Number.isFinite);
}

/** Returns the clip that a file's name says; undefined if it says none, or several. */
export function clipInName(
  path: string,
): { readonly frames: number; readonly stride: number } | undefined {
  const [match, ...others] = [...basename(path).matchAll(CLIP_IN_NAME)];
  if (match === undefined || others.length > 0) return undefined;
  return { frames: Number(match[1]), stride: Number(match[2]) };
}

/** Returns the normalization that a library has by default. */
function usualNormalization(
  file: TensorFile,
  source: WeightSource,
  notes: string[],
): PixelNormalization | undefined {
  const usual = usualOf(file, source);
  if (usual !== undefined) {
    notes.push(
      `pixels normalized as is usual for ${source}: by mean ${brief(usual.mean)} and deviation ` +
        brief(usual.std),
    );
  }
  return usual;
}

/** Writes three numbers, or one if they are equal. */
function brief(values: readonly number[]): string {
  return new Set(values).size === 1 ? String(values[0]) : values.join(", ");
}

function usualOf(file: TensorFile, source: WeightSource): PixelNormalization | undefined {
  switch (source) {
    case "ActNetFormer":
    case "PyTorchVideo":
    case "PySlowFast":
    case "TimeSformer":
    case "Hugging Face":
      return GRAY;
    case "torchvision":
      return IMAGENET;
    case "MMAction2":
      return file.tensors.keys().some((name) => name.endsWith(".in_proj_weight")) ? HALF : IMAGENET;
    case "timm":
      return /deit/i.test(basename(file.path)) ? IMAGENET : undefined;
  }
}
