/** Data sets: which videos there are, how they divide, and their frames on demand. Owns no tensors. */
export * from "./choose_labelled.ts";
export * from "./clip_window.ts";
export * from "./decode.ts";
export * from "./decode_error.ts";
export * from "./ffmpeg/mod.ts";
export * from "./frame_cache.ts";
export * from "./frame_grid.ts";
export * from "./frame_source.ts";
export * from "./hash_split.ts";
export * from "./hold_out.ts";
export * from "./index_manifest.ts";
export * from "./manifest.ts";
export * from "./motion/mod.ts";
export * from "./probe_video.ts";
export * from "./published_split.ts";
export * from "./read_manifest.ts";
