import type { StrongOperationName } from "../../operators/clip.ts";

/** Random scale, crop and flip, drawn once per clip. */
export interface GeometryConfig {
  /**
   * Short side before cropping, drawn uniformly, as a multiple of `clip.size`; 256 to 320 pixels
   * for crops of 224.
   *
   * @default [256 / 224, 320 / 224]
   */
  readonly scale: readonly [lowest: number, highest: number];
  /**
   * Probability of a horizontal flip.
   *
   * @default 0.5
   */
  readonly flip: number;
}

/** `views.strong`: how strong views are drawn. */
export interface StrongViewConfig {
  /**
   * How the strong view is drawn; the same for all frames of the clip.
   *
   * @default "autoaugment"
   */
  readonly policy: "autoaugment" | "randaugment" | "dropout";
  /**
   * The only operations to use, as some may change the class of a video; all if omitted. Not for
   * dropout.
   */
  readonly only?: readonly StrongOperationName[];
  /**
   * Number of operations applied to a clip; randaugment only.
   *
   * @default 2
   */
  readonly count: number;
  /**
   * Strength of the operations, 0 to 10; randaugment only.
   *
   * @default 9
   */
  readonly magnitude: number;
  /**
   * Probability that a color channel of the clip is dropped; dropout only.
   *
   * @default 0.2
   */
  readonly dropChannels: number;
  /**
   * Probability that a pixel is dropped, in all frames; dropout only.
   *
   * @default 0.2
   */
  readonly dropPixels: number;
  /**
   * Side of a gray square painted over every frame, as a share of the clip's side; 0 for none.
   *
   * @default 0
   */
  readonly cutout: number;
}

/** `views`: how clips are changed before the networks see them. */
export interface ViewsConfig {
  /** Labeled clips. */
  readonly labeled: GeometryConfig;
  /** Weak views of unlabeled clips, from which pseudo-labels are made. */
  readonly weak: GeometryConfig;
  /** Strong views of unlabeled clips; scale and flip are drawn as for weak views. */
  readonly strong: StrongViewConfig;
}
