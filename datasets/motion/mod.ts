/**
 * The built-in data set: eight classes of motion, drawn by the program itself.
 *
 * @module
 */
export * from "./constants.ts";
export * from "./draw_motion_video.ts";
export * from "./encode_video.ts";
export * from "./make_motion_dataset.ts";
