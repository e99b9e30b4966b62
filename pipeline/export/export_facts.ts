import type { ModelConfig } from "../../models/mod.ts";
import type { AnsweringNetwork } from "../prediction/answer_by.ts";

/** One input of an exported model, and the network that reads it. */
export interface ExportedInput {
  /** Its name in the model. */
  readonly name: string;
  /** Which network of the run reads it. */
  readonly network: "primary" | "auxiliary";
  /** Name of the network for people, such as "Slow R50". */
  readonly architecture: string;
  /** The network as data: its kind, and what makes it large or small. */
  readonly config: ModelConfig;
  /** What each axis is. */
  readonly axes: readonly ("batch" | "frames" | "height" | "width" | "channels")[];
  /** Extent of each axis; -1 for any number of clips. Values are float32. */
  readonly shape: readonly [number, number, number, number, number];
  /** What values it has, before they are normalized, and the order of the channels. */
  readonly levels: { readonly minimum: 0; readonly maximum: 255; readonly channels: "RGB" };
  /**
   * What its pixels show, if not frames: how each of them differs from the image that follows it in
   * the file (`gradient`), or how far each point moves until then (`flow`).
   */
  readonly modality?: "gradient" | "flow";
  /** Indices of its frames in the window, see {@linkcode ExportedSampling}. */
  readonly frameIndices: readonly number[];
  /**
   * The network sees (level / 255 - mean) / std, a number for each channel; `inGraph` says whether
   * the model does that itself.
   */
  readonly normalization: {
    readonly mean: readonly [number, number, number];
    readonly std: readonly [number, number, number];
    readonly inGraph: boolean;
  };
}

/** How clips are taken from a video so that the model answers as this program does. */
export interface ExportedSampling {
  /**
   * The video is resampled to this rate: each image belongs to the frame nearest in time; of several
   * the last one is shown, and it stays until the next one.
   */
  readonly framesPerSecond: number;
  /** Frames of a window at that rate. */
  readonly windowFrames: number;
  /**
   * Windows of a video. The first starts at its first frame, the last ends with its last one, the
   * others are spread evenly between, rounded to whole frames; a single one is in the middle. In a
   * video shorter than a window its last frame is repeated.
   */
  readonly windows: number;
  /** The frames are scaled so that their shorter side has as many pixels. */
  readonly decodeShortSide: number;
  /**
   * Squares of each window, as long as the shorter side: `["middle"]`, or the first, the middle and
   * the last along the longer side.
   */
  readonly crops: readonly ("first" | "middle" | "last")[];
  /** Each square is scaled to as many pixels a side: bilinear, centers of pixels at their halves. */
  readonly size: number;
  /** The probabilities of all windows and crops are averaged into the answer. */
  readonly average: "probabilities";
}

/** What an exported model says about itself, in every format the same. */
export interface ExportFacts {
  /** Version of this description: another number if a field is renamed or means something else. */
  readonly version: 1;
  /** The program that wrote it, and its version. */
  readonly program: string;
  /** The run that trained it. */
  readonly run: {
    readonly name: string;
    /** Steps after which the weights are used. */
    readonly step: number;
    /** SHA-256 of the checkpoint with the weights. */
    readonly checkpoint: string;
    /** Hash of the videos that it was trained on. */
    readonly videos: string;
  };
  /** Whose answer it gives: that of one network, or the mean of the probabilities of both. */
  readonly answer: AnsweringNetwork;
  /** Names of the classes, in the order of the outputs. */
  readonly classes: readonly string[];
  /** Its inputs: one for each network. */
  readonly inputs: readonly ExportedInput[];
  /** Names of its outputs, each `[batch, classes]`, float32. */
  readonly outputs: readonly string[];
  /** How its clips are taken from a video. */
  readonly sampling: ExportedSampling;
}

/** Key of the facts, as JSON, in a model's metadata. */
export const FACTS_KEY = "preprocessing";

/** Name of the file of the facts in the folder of a model. */
export const FACTS_FILE = `${FACTS_KEY}.json`;
