import { DecodeError } from "../ffmpeg/decode_error.ts";
import { fileFingerprint } from "../file_fingerprint.ts";
import { readFlowLabel } from "./_flow_label.ts";
import { flowPath } from "../_flow_path.ts";
import { hasStoredFlow } from "./has_stored_flow.ts";
import type { Dimensions } from "./frame_dimensions.ts";

/** The optical flow of a video in a file beside it, which {@linkcode prepareVideos} wrote. */
export interface StoredFlow extends Dimensions {
  /** Path of the file: a video with the frames and times of the one that it belongs to. */
  readonly path: string;
  /** By what it was computed, with its settings. */
  readonly algorithm: string;
}

/**
 * Finds the optical flow that {@linkcode prepareVideos} stored beside a video, as `NAME.flow` beside
 * `NAME.mp4`. Reads the whole file once, as its checksum is compared.
 *
 * @returns Null if there is none.
 * @throws {DecodeError} If there is a file that is damaged, or belongs to another video.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { findStoredFlow } from "@actnetformer/deno/datasets";
 *
 * assert.equal(await findStoredFlow(`${await Deno.makeTempDir()}/a.mp4`), null);
 * ```
 */
export async function findStoredFlow(video: string): Promise<StoredFlow | null> {
  if (!await hasStoredFlow(video)) return null;
  const path = flowPath(video);
  const label = await readFlowLabel(path);
  if (label === null) throw unusable(path, "it is damaged or cut short");
  if (label.video !== await fileFingerprint(video)) {
    throw unusable(path, `it is the flow of another video than '${video}'`);
  }
  const { algorithm, width, height } = label;
  return { path, algorithm, width, height };
}

function unusable(path: string, reason: string): DecodeError {
  return new DecodeError(reason, { path, exitCode: null, stderr: "" });
}
