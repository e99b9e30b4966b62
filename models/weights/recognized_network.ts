import type { R3dConfig } from "../networks/r3d_resnet_config.ts";
import type { SlowResNetConfig } from "../networks/slow_resnet_config.ts";
import type { SlowFastConfig } from "../networks/slowfast_resnet_config.ts";
import type { TimeSformerConfig } from "../networks/timesformer_config.ts";
import type { TsmConfig } from "../networks/tsm_resnet_config.ts";

/**
 * Who named the tensors of a weight file. `ActNetFormer` is this program, which says so in the
 * file; `PyTorchVideo` also are files of this program that do not. `timm` (with DeiT) and
 * `torchvision` are networks for images.
 */
export type WeightSource =
  | "ActNetFormer"
  | "PyTorchVideo"
  | "PySlowFast"
  | "MMAction2"
  | "TimeSformer"
  | "Hugging Face"
  | "TSM"
  | "timm"
  | "torchvision";

/** A network as plain data, without the number of classes. */
export type NetworkWithoutClasses =
  | Omit<SlowResNetConfig, "classes">
  | Omit<SlowFastConfig, "classes">
  | Omit<R3dConfig, "classes">
  | Omit<TsmConfig, "classes">
  | Omit<TimeSformerConfig, "classes">;

/** What the clips were that a network was trained on. */
export interface TrainedClip {
  /** Height and width in pixels. */
  readonly size?: number | undefined;
  /** Frames of a clip. */
  readonly frames?: number | undefined;
  /** Step from frame to frame of a clip, in frames of a video of 30 a second. */
  readonly stride?: number | undefined;
  /** What they showed instead of frames, as a file of this program says. */
  readonly modality?: "gradient" | "flow" | undefined;
}

/** What was subtracted from and what divided the pixels, in red, green and blue; pixels are 0 to 1. */
export interface PixelNormalization {
  /** What was subtracted. */
  readonly mean: readonly [number, number, number];
  /** What the differences were divided by. */
  readonly std: readonly [number, number, number];
}

/** What {@linkcode recognizeNetwork} finds in a weight file. */
export interface RecognizedNetwork {
  /** The network that the file holds, or for weights of an image network the one made of it. */
  readonly config: NetworkWithoutClasses;
  /** Length of the classifier's output; undefined if the file has no classifier. */
  readonly classes: number | undefined;
  /** Names of the classes in the classifier's order, if the file says them. */
  readonly classNames: readonly string[] | undefined;
  /** Who named the tensors. */
  readonly source: WeightSource;
  /** The network's name for people, such as "Slow R50" or "TimeSformer ViT-B". */
  readonly title: string;
  /** Whether the weights are of a network for images, which is made one for clips. */
  readonly fromImages: boolean;
  /** The clips that it was trained on, as far as that is known. */
  readonly clip: TrainedClip;
  /** How pixels were normalized; undefined if that is not known. */
  readonly normalization: PixelNormalization | undefined;
  /**
   * What was concluded from other things than the tensors, a line for people each, such as the
   * stride that is in the file's name.
   */
  readonly notes: readonly string[];
}
