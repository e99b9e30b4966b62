/**
 * Views of a clip as plans: which frames each network sees, and how they are cropped and changed.
 * Built on RxJS; nothing here loads TensorFlow, needs `--allow-ffi` or reads a pixel.
 *
 * @module
 */
export * from "../by_name.ts";
export type * from "../clip.ts";
export * from "../draws_for.ts";
export * from "../draws_for_ticket.ts";
export type { WeakViewOptions } from "./_spatial_plan.ts";
export * from "./auto_augment.ts";
export {
  type DecodingGrid,
  decodingGrid,
  type FrameRate,
  type FrameRates,
} from "./decoding_grid.ts";
export * from "./dropout_policy.ts";
export * from "./labeled_views.ts";
export * from "./rand_augment.ts";
export * from "./slow_fast.ts";
export { STRONG_OPERATIONS } from "./strong_operations.ts";
export * from "./strong_views.ts";
export * from "./test_crops.ts";
export * from "./weak_views.ts";
