/**
 * Videos and sets of them. Loads no TensorFlow, and nothing that an import does not use.
 *
 * - Decoding on demand: {@linkcode frames} and {@linkcode windows} of whole videos, files and live;
 *   {@linkcode decodeWindow} for one part of a file, {@linkcode FrameCache} for many of them;
 *   {@linkcode openVideo} and {@linkcode probeVideo} beneath.
 * - Writing: {@linkcode encodeVideo}, {@linkcode burnCaptions}, {@linkcode prepareVideos}.
 * - Data sets: {@linkcode readManifest} finds videos, labels and the test in a folder, a list or a
 *   database; {@linkcode holdOut}, {@linkcode divideLabeled} and the published splits divide them.
 * - {@linkcode locateFfmpeg} finds the ffmpeg; {@linkcode DecodeError} says why a video gave no frame.
 *
 * @module
 */
export * from "./database/index_manifest.ts";
export * from "./ffmpeg/decode_error.ts";
export * from "./ffmpeg/mod.ts";
export * from "./ffmpeg/probe_video.ts";
export * from "./ffmpeg/started_process.ts";
export * from "./ffmpeg/video_bounds.ts";
export * from "./ffmpeg/video_probe.ts";
export { fileFingerprint } from "./file_fingerprint.ts";
export * from "./file_stamp.ts";
export * from "./find_duplicates.ts";
export type { ClipLengths, ClipWindow } from "./frames/clip_window.ts";
export * from "./frames/decode_window.ts";
export * from "./frames/decoded_frames.ts";
export * from "./frames/find_stored_flow.ts";
export * from "./frames/frame_cache.ts";
export * from "./frames/frame_file.ts";
export * from "./frames/kept_frames.ts";
export * from "./frames/lack_of_room.ts";
export { type Dimensions, frameDimensions, type FrameSize } from "./frames/frame_dimensions.ts";
export * from "./frames/frame.ts";
export { frames } from "./frames/frames.ts";
export * from "./frames/grid_frame_count.ts";
export * from "./frames/has_stored_flow.ts";
export * from "./frames/join_frames.ts";
export { type FrameSource, type FrameSourceOptions, openFrames } from "./frames/open_frames.ts";
export * from "./frames/open_stream.ts";
export type * from "./frames/fetch_address.ts";
export * from "./frames/open_video.ts";
export type * from "./frames/opened_video.ts";
export type { FramesOptions } from "./frames/_read_frames.ts";
export type { SlidingWindowsOptions } from "./frames/_cut_windows.ts";
export * from "./frames/sliding_windows.ts";
export * from "./frames/stream_protocols.ts";
export * from "./frames/test_windows.ts";
export * from "./frames/training_window.ts";
export type * from "./frames/video_stream.ts";
export * from "./frames/windows.ts";
export * from "./in_parallel.ts";
export * from "./layouts/layout_names.ts";
export * from "./layouts/read_manifest.ts";
export type * from "./layouts/read_manifest_options.ts";
export * from "./list_videos.ts";
export * from "./manifest.ts";
export * from "./manifest_error.ts";
export * from "./motion/mod.ts";
export type * from "./prepare/flow_source.ts";
export * from "./prepare/original_sizes.ts";
export * from "./prepare/prepare_videos.ts";
export type { PreparedFlow } from "./prepare/_prepare_flow.ts";
export type { PreparedSettings } from "./prepare/_prepared_set.ts";
export * from "./splits/choose_labeled.ts";
export * from "./splits/divide_labeled.ts";
export * from "./splits/hash_split.ts";
export * from "./splits/hold_out.ts";
export * from "./splits/published_splits.ts";
export * from "./splits/read_published_split.ts";
export * from "./splits/too_few_labels_error.ts";
export type { FileDigest } from "../runtime/wheels/check_file.ts";
export type { PinnedFile, PinnedFolder } from "../runtime/wheels/pinned_folder.ts";
