/**
 * Data sets: which videos there are, how they are divided into training and test, and their frames
 * on demand. Loads no TensorFlow.
 *
 * @module
 */
export * from "./database/index_manifest.ts";
export * from "./ffmpeg/decode_error.ts";
export * from "./ffmpeg/mod.ts";
export * from "./ffmpeg/probe_video.ts";
export * from "./ffmpeg/video_bounds.ts";
export * from "./ffmpeg/video_probe.ts";
export { fileFingerprint } from "./file_fingerprint.ts";
export * from "./file_stamp.ts";
export * from "./find_duplicates.ts";
export type { ClipLengths, ClipWindow } from "./frames/clip_window.ts";
export * from "./frames/decode_window.ts";
export * from "./frames/decoded_frames.ts";
export * from "./frames/frame_cache.ts";
export { type Dimensions, frameDimensions, type FrameSize } from "./frames/frame_dimensions.ts";
export * from "./frames/grid_frame_count.ts";
export { type FrameSource, type FrameSourceOptions, openFrames } from "./frames/open_frames.ts";
export * from "./frames/open_stream.ts";
export * from "./frames/stream_protocols.ts";
export * from "./frames/test_windows.ts";
export * from "./frames/training_window.ts";
export type * from "./frames/video_stream.ts";
export * from "./in_parallel.ts";
export * from "./layouts/layout_names.ts";
export * from "./layouts/read_manifest.ts";
export * from "./list_videos.ts";
export * from "./manifest.ts";
export * from "./manifest_error.ts";
export * from "./motion/mod.ts";
export * from "./prepare/original_sizes.ts";
export * from "./prepare/prepare_videos.ts";
export type { PreparedSettings } from "./prepare/_prepared_set.ts";
export * from "./splits/choose_labeled.ts";
export * from "./splits/divide_labeled.ts";
export * from "./splits/hash_split.ts";
export * from "./splits/hold_out.ts";
export * from "./splits/published_splits.ts";
export * from "./splits/read_published_split.ts";
export * from "./splits/too_few_labels_error.ts";
