/** A video as the operators see it; a data set's own entry may carry more. */
export interface VideoSource {
  /** Unique in the data set; random draws are derived from it. */
  readonly id: string;
  /** Where its file lies. */
  readonly path: string;
  /** Class index, or null where nobody knows it. */
  readonly label: number | null;
}

/** Whether a video's label is used. An unlabeled video may have a label that training must not see. */
export type Role = "labeled" | "unlabeled";

/** Permission to decode one video for one place in the order of an epoch. */
export interface Ticket {
  /** What to decode. */
  readonly video: VideoSource;
  /** Counted from 0. */
  readonly epoch: number;
  /** Place in the epoch's order, from 0. */
  readonly position: number;
  /**
   * Tells showings of the video within an epoch apart: each has a number of its own, and draws of its
   * own.
   */
  readonly repeat: number;
  /** Whether its label is used. */
  readonly role: Role;
}

/** What a decoder delivers for a ticket: consecutive frames on an even grid in time. */
export interface DecodedWindow {
  /** What it was decoded for. */
  readonly ticket: Ticket;
  /** Red, green, blue, 0 to 255: `[frameCount, height, width, 3]`. */
  readonly frames: Uint8Array;
  /** Frames in the window, those repeated at the end of a short video included. */
  readonly frameCount: number;
  /** In pixels, upright and with square pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** Of the grid, not of the file. */
  readonly framesPerSecond: number;
}

/** Which frames of the window each model sees, in the order of time. */
export interface FrameIndices {
  /** The low frame rate. */
  readonly primary: readonly number[];
  /** The high frame rate; absent where a single model is trained. */
  readonly auxiliary?: readonly number[];
}

/** A part of a picture in its pixels; edges may lie between pixels. */
export interface CropBox {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** A weak view: the box that is scaled to the size of the model's input, then mirrored or not. */
export interface SpatialPlan {
  /** What is cut out. */
  readonly box: CropBox;
  /** Whether left and right change places. */
  readonly flip: boolean;
}

/** The operations of a strong view that have one magnitude. */
export type StrongOperationName =
  | "autocontrast"
  | "equalize"
  | "invert"
  | "rotate"
  | "posterize"
  | "solarize"
  | "solarizeAdd"
  | "color"
  | "contrast"
  | "brightness"
  | "sharpness"
  | "shearX"
  | "shearY"
  | "translateX"
  | "translateY";

/**
 * One change of a strong view, drawn once and done to every frame of the clip.
 *
 * `magnitude` is in the unit of its operation: `rotate` degrees counter-clockwise; `shearX`, `shearY`
 * the tangent; `translateX`, `translateY` the share of the width or height; `color`, `contrast`,
 * `brightness`, `sharpness` the enhancement factor (1 changes nothing); `posterize` the bits kept;
 * `solarize` the level from which values are inverted; `solarizeAdd` the levels added to values below
 * 128; 0 for the others.
 *
 * `cutout` paints over a box. `channelDropout` fills whole color channels (0 red, 1 green, 2 blue);
 * `pixelDropout` the pixels drawn from `seed`, the share `rate` of them, the same in every frame.
 */
export type StrongOperation =
  | { readonly name: StrongOperationName; readonly magnitude: number }
  | { readonly name: "cutout"; readonly box: CropBox; readonly fill: readonly number[] }
  | { readonly name: "channelDropout"; readonly channels: readonly number[]; readonly fill: number }
  | {
    readonly name: "pixelDropout";
    readonly rate: number;
    readonly seed: readonly [number, number];
    readonly fill: number;
  };

/** A strong view: a weak one of its own, then operations on the scaled picture. */
export interface StrongPlan extends SpatialPlan {
  /** Done one after another, on whole levels. */
  readonly operations: readonly StrongOperation[];
}

/** A window with its frames chosen and its views planned; nothing is computed yet. */
export interface PlannedClip extends DecodedWindow {
  /** The frames of either model. */
  readonly indices: FrameIndices;
  /** What to make of them: N of a labeled clip, W and S of an unlabeled one. */
  readonly views: {
    readonly labeled?: SpatialPlan;
    readonly weak?: SpatialPlan;
    readonly strong?: StrongPlan;
  };
}
