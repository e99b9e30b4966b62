import type { Modality, PerChannel } from "../../operators/clip.ts";

/** `clip.normalization`: how levels become what the networks see: (level / 255 - mean) / std. */
export interface NormalizationConfig {
  /**
   * Subtracted from levels scaled to 0…1: one number, or one for each color channel.
   *
   * @default 0.45
   */
  readonly mean: PerChannel;
  /**
   * What they are then divided by.
   *
   * @default 0.225
   */
  readonly std: PerChannel;
}

/** One clip. Strides count frames at 30 per second, whatever the file's own rate. */
export interface ClipRateConfig {
  /** Number of frames of the clip. */
  readonly frames: number;
  /**
   * Distance between two of its frames, in frames at 30 per second; the clip spans frames × stride
   * / 30 seconds.
   */
  readonly stride: number;
  /**
   * What its pixels show: `rgb` the frames, `gradient` how each frame differs from the next one of
   * the file, `flow` how far each point moves between them. `rgb` if omitted.
   */
  readonly modality?: Modality;
  /** How pixels are normalized for this clip, if otherwise than `clip.normalization` says. */
  readonly normalization?: NormalizationConfig;
}

/** `clip`: what the networks see of a video at a time. */
export interface ClipConfig {
  /** Height and width of what the networks see, in pixels. */
  readonly size: number;
  /**
   * Short side of the decoded frames, in pixels, at least `size`; crops are cut from them and
   * scaled.
   */
  readonly decodeShortSide: number;
  /** Clip of the primary network: the lower frame rate. */
  readonly primary: ClipRateConfig;
  /** Clip of the auxiliary network: the higher frame rate. */
  readonly auxiliary: ClipRateConfig;
  /** Further clips that the method looks at, by name, such as `slow`, `gradient` or `flow`. */
  readonly others?: Readonly<Record<string, ClipRateConfig>>;
  /**
   * How pixels are normalized: as the weights were trained that the networks start from. The
   * default is that of PySlowFast, PyTorchVideo and TimeSformer.
   */
  readonly normalization: NormalizationConfig;
}

/** What a file of initial weights was when a run started from it. */
export interface WeightsOrigin {
  /** SHA-256 of the file, in hexadecimal digits. */
  readonly sha256: string;
  /** Name of the run whose weights they are; absent for other files. */
  readonly run?: string;
  /** Steps of that run. */
  readonly step?: number;
}

/** `weights`: files of initial weights. */
export interface WeightsConfig {
  /**
   * File for the primary network, or a checkpoint of a run; if omitted, it starts from random
   * values, as in the paper.
   */
  readonly primary?: string;
  /** File for the auxiliary network. */
  readonly auxiliary?: string;
  /** Written by the program: what the primary network's file was. Another file is refused. */
  readonly primaryOrigin?: WeightsOrigin;
  /** Written by the program: what the auxiliary network's file was. Another file is refused. */
  readonly auxiliaryOrigin?: WeightsOrigin;
}
