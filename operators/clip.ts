import type { ByName } from "./by_name.ts";

/** A video as the operators see it; a data set's own entry may hold more. */
export interface VideoSource {
  /** Unique in the data set; random draws are derived from it. */
  readonly id: string;
  /** Path of its file. */
  readonly path: string;
  /** Index of its class, or null if it is unknown. */
  readonly label: number | null;
}

/**
 * Whether a video's label is used. An unlabeled video may have a label that training must not see.
 */
export type Role = "labeled" | "unlabeled";

/** A request to decode one video for one position in the order of an epoch. */
export interface Ticket {
  /** The video to decode. */
  readonly video: VideoSource;
  /** Phase of the run, counted from 0. */
  readonly phase: number;
  /** Counted from 0 in each phase. */
  readonly epoch: number;
  /** Position in the order of the epoch, counted from 0. */
  readonly position: number;
  /**
   * Distinguishes the clips of one video within an epoch: each has its own number, and so its own
   * random draws. Counted from 0; below 0 where the video replaces another one.
   */
  readonly repeat: number;
  /** Whether the label is used. */
  readonly role: Role;
}

/** Optical flow that was computed before, as images. */
export interface FlowFrames {
  /**
   * For each frame the flow to the one that follows it in the file, as `storeFlow()` makes images of
   * it: bytes, `[frameCount, height, width, 3]`.
   */
  readonly images: Uint8Array;
  /** Height in pixels of the frames that it was computed of, which may differ from the window's. */
  readonly height: number;
  /** Their width in pixels. */
  readonly width: number;
}

/** What a decoder returns for a ticket: consecutive frames on an even grid in time. */
export interface DecodedWindow {
  /** The ticket it was decoded for. */
  readonly ticket: Ticket;
  /** RGB bytes, `[frameCount, height, width, 3]`. */
  readonly frames: Uint8Array;
  /**
   * For each frame the one that follows it in the file, in the same form: clips of changes are made
   * of both. Absent unless the decoder was asked for them.
   */
  readonly nextFrames?: Uint8Array | undefined;
  /**
   * The flow of each frame, if it was computed before: clips of flow are then made of it.
   *
   * @default clips of flow are computed of the frames and the next ones
   */
  readonly flow?: FlowFrames | undefined;
  /** Frames in the window, including those repeated at the end of a short video. */
  readonly frameCount: number;
  /** Height in pixels; frames are upright and have square pixels. */
  readonly height: number;
  /** Width in pixels. */
  readonly width: number;
  /** Frame rate of the grid, not of the file. */
  readonly framesPerSecond: number;
}

/** Which frames of the window each clip has, by its name: indexes from 0, in the order of time. */
export type FrameIndices = ByName<readonly number[]>;

/**
 * What the pixels of a clip show. `rgb`: the frames. `gradient`: how each frame differs from the one
 * that follows it in the file. `flow`: how far each point moves from one to the other.
 */
export type Modality = "rgb" | "gradient" | "flow";

/** One number for all color channels, or one for each. */
export type PerChannel = number | readonly [red: number, green: number, blue: number];

/** A part of a frame, in pixels of the frame; edges may lie between pixels. */
export interface CropBox {
  /** Distance from the upper edge of the frame. */
  readonly top: number;
  /** Distance from the left edge of the frame. */
  readonly left: number;
  /** Height of the box. */
  readonly height: number;
  /** Width of the box. */
  readonly width: number;
}

/** A weak view: a box that is scaled to the input size of the network, and possibly mirrored. */
export interface SpatialPlan {
  /** The part of each frame that is used. */
  readonly box: CropBox;
  /** Whether left and right are exchanged. */
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
 * One change of a strong view, drawn once and applied to every frame of the clip.
 *
 * `magnitude` is in the unit of its operation: `rotate` degrees counter-clockwise; `shearX`,
 * `shearY` the tangent; `translateX`, `translateY` the share of the width or height; `color`,
 * `contrast`, `brightness`, `sharpness` the enhancement factor (1 changes nothing); `posterize` the
 * bits kept; `solarize` the level from which values are inverted; `solarizeAdd` the levels added to
 * values below 128; 0 for the others.
 *
 * `cutout` fills a box. `channelDropout` fills whole color channels (0 red, 1 green, 2 blue).
 * `pixelDropout` fills a share `rate` of the pixels, drawn from `seed`, the same in every frame.
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

/** A strong view: its own crop, then operations on the scaled frames. */
export interface StrongPlan extends SpatialPlan {
  /** Applied in this order, to integers from 0 to 255. */
  readonly operations: readonly StrongOperation[];
  /** Operations of the clips of another modality, drawn by themselves. */
  readonly others?: Readonly<Partial<Record<Modality, readonly StrongOperation[]>>>;
}

/** The views planned for a clip so far. */
export interface PlannedViews {
  /** View N of a labeled clip. */
  readonly labeled?: SpatialPlan;
  /** View W of an unlabeled clip. */
  readonly weak?: SpatialPlan;
  /** View S of an unlabeled clip. */
  readonly strong?: StrongPlan;
}

/** A window whose frames are chosen and whose views are planned; nothing is computed yet. */
export interface PlannedClip extends DecodedWindow {
  /** The frames of each clip. */
  readonly indices: FrameIndices;
  /** The views to make of them. */
  readonly views: PlannedViews;
}

/** The parts of a clip that are sent to the device. */
export type FramesOfClip = Pick<
  PlannedClip,
  "frames" | "nextFrames" | "flow" | "height" | "width" | "indices"
>;
