import { firstValueFrom, of } from "rxjs";
import { describeNetwork, type Model } from "../../models/mod.ts";
import {
  decodingGrid,
  type FrameIndices,
  type Normalization,
  type PerChannel,
  slowFast,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { AnsweringNetwork } from "../prediction/answer_by.ts";
import { PROGRAM_VERSION } from "../program/program_version.ts";
import { pixelOptions } from "../videos/pixel_options.ts";
import type { ExportedInput, ExportedSampling, ExportFacts } from "./export_facts.ts";
import { clipRates } from "../config/clip_rates.ts";

/** A network that answers. */
export interface AnsweringModel {
  /** Which one of the run. */
  readonly role: "primary" | "auxiliary";
  /** The network. */
  readonly model: Model;
}

/** What {@linkcode describeModel} describes. */
export interface DescribedModel {
  /** Whose answer it is. */
  readonly answer: AnsweringNetwork;
  /** The networks that answer. */
  readonly networks: readonly AnsweringModel[];
  /** The run that trained them. */
  readonly run: ExportFacts["run"];
  /** Names of the classes. */
  readonly classes: readonly string[];
}

/** Describes a model that normalizes its clips itself. */
export async function describeModel(
  config: Config,
  { answer, networks, run, classes }: DescribedModel,
): Promise<ExportFacts> {
  const indices = await frameIndices(config);
  const isPair = networks.length > 1;
  return {
    version: 1,
    program: `actnetformer ${PROGRAM_VERSION}`,
    run,
    answer,
    classes,
    inputs: networks.map(({ role, model }): ExportedInput => {
      const { size } = config.clip;
      const { frames, modality = "rgb" } = config.clip[role];
      return {
        name: isPair ? role : "clips",
        network: role,
        architecture: describeNetwork(model.config),
        config: model.config,
        axes: ["batch", "frames", "height", "width", "channels"],
        shape: [-1, frames, size, size, 3],
        levels: { minimum: 0, maximum: 255, channels: "RGB" },
        ...modality === "rgb" ? {} : { modality },
        frameIndices: indices[role]!,
        normalization: { ...normalizationOf(config, role), inGraph: true },
      };
    }),
    outputs: isPair
      ? [...networks.map(({ role }) => `${role}_logits`), "probabilities"]
      : ["logits", "probabilities"],
    sampling: samplingOf(config),
  };
}

function samplingOf({ clip, evaluate }: Config): ExportedSampling {
  const { framesPerSecond, frameCount } = decodingGrid(clipRates(clip));
  return {
    framesPerSecond,
    windowFrames: frameCount,
    windows: evaluate.clips,
    decodeShortSide: clip.decodeShortSide,
    crops: evaluate.crops === 1 ? ["middle"] : ["first", "middle", "last"],
    size: clip.size,
    average: "probabilities",
  };
}

/** Returns the frames of a window that each network sees in a test. */
async function frameIndices({ clip, seed }: Config): Promise<FrameIndices> {
  const { framesPerSecond, frameCount } = decodingGrid(clipRates(clip));
  const video = { id: "", path: "", label: null };
  const ticket = { video, position: 0, phase: 0, epoch: 0, repeat: 0, role: "unlabeled" } as const;
  const pixels = { frames: new Uint8Array(), height: 0, width: 0 };
  const window = { ticket, framesPerSecond, frameCount, ...pixels };
  const frames = slowFast({ clips: clipRates(clip), seed, training: false });
  return (await firstValueFrom(of(window).pipe(frames))).indices;
}

function normalizationOf(config: Config, role: "primary" | "auxiliary") {
  const { clips, ...shared } = pixelOptions(config);
  const { mean, std }: Normalization = clips?.[role]?.normalization ?? shared;
  return { mean: channelsOf(mean), std: channelsOf(std) };
}

function channelsOf(value: PerChannel): readonly [number, number, number] {
  return typeof value === "number" ? [value, value, value] : value;
}
