/** A video as the operators see it; a data set's own entry may carry more. */
export interface VideoSource {
  /** Unique in the data set; random draws are derived from it. */
  readonly id: string;
  readonly path: string;
  /** Class index, or null where nobody knows it. */
  readonly label: number | null;
}

/** Whether a video's label is used. An unlabelled video may have a label that training must not see. */
export type Role = "labelled" | "unlabelled";

/** Permission to decode one video for one place in the order of an epoch. */
export interface Ticket {
  readonly video: VideoSource;
  readonly epoch: number;
  /** Place in the epoch's order, from 0. */
  readonly position: number;
  /** How often this video came before in this epoch; each time it is drawn anew. */
  readonly repeat: number;
  readonly role: Role;
}

/** What a decoder delivers for a ticket: consecutive frames on an even grid in time. */
export interface DecodedWindow {
  readonly ticket: Ticket;
  /** Red, green, blue, 0 to 255: `[frameCount, height, width, 3]`. */
  readonly frames: Uint8Array;
  readonly frameCount: number;
  readonly height: number;
  readonly width: number;
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
  readonly box: CropBox;
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
 * `solarize` the level from which values are inverted; 0 for the others.
 */
export type StrongOperation =
  | { readonly name: StrongOperationName; readonly magnitude: number }
  | { readonly name: "cutout"; readonly box: CropBox; readonly fill: readonly number[] };

/** A strong view: a weak one of its own, then operations on the scaled picture. */
export interface StrongPlan extends SpatialPlan {
  readonly operations: readonly StrongOperation[];
}

/** A window with its frames chosen and its views planned; nothing is computed yet. */
export interface PlannedClip extends DecodedWindow {
  readonly indices: FrameIndices;
  readonly views: {
    readonly labelled?: SpatialPlan;
    readonly weak?: SpatialPlan;
    readonly strong?: StrongPlan;
  };
}
