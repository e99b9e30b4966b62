import { DecodeError } from "../ffmpeg/decode_error.ts";
import { fileStamp } from "../file_stamp.ts";
import { findStoredFlow } from "../frames/find_stored_flow.ts";
import { flowPath } from "../_flow_path.ts";
import { removeIfPresent } from "../../runtime/files/remove_if_present.ts";
import type { FlowSource } from "./flow_source.ts";
import { TranscodeError } from "./_transcode_error.ts";
import type { Transcoder } from "./_transcoder.ts";
import { writeFlow } from "./_write_flow.ts";

/** The optical flow of a prepared video. */
export interface PreparedFlow {
  /**
   * `stored`: in a file beside the video; `absent`: the video has one frame only; `failed`: writing
   * went wrong.
   */
  readonly state: "stored" | "absent" | "failed";
  /** Why there is none; null if there is. */
  readonly why: string | null;
  /** Size of its file; 0 if there is none. */
  readonly bytes: number;
  /** False if an earlier call had done it. */
  readonly isNew: boolean;
}

/** Options of {@linkcode prepareFlow}. */
export interface PrepareFlowOptions {
  /** Computes flow; if omitted, none is computed. */
  readonly flow?: FlowSource | undefined;
  readonly transcoder: Transcoder;
  readonly silenceSec?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Stores the flow of a prepared video, unless it is stored already.
 *
 * @returns Null if there is none and none is asked for.
 */
export async function prepareFlow(
  video: string,
  { flow, ...work }: PrepareFlowOptions,
): Promise<PreparedFlow | null> {
  const path = flowPath(video);
  if (flow === undefined) {
    const { bytes } = await fileStamp(path);
    return bytes === 0 ? null : { state: "stored", why: null, bytes, isNew: false };
  }
  const isNew = await storedAlgorithm(video) !== flow.algorithm;
  if (!isNew) return await stored(path, { isNew });
  try {
    const isStored = await writeFlow(video, path, { ...work, source: flow });
    if (isStored) return await stored(path, { isNew });
    return { state: "absent", why: "it has one frame only", bytes: 0, isNew };
  } catch (error) {
    if (!(error instanceof TranscodeError) && !(error instanceof DecodeError)) throw error;
    // There may be one from an earlier state of the video.
    await removeIfPresent(path);
    return { state: "failed", why: error.reason, bytes: 0, isNew };
  }
}

/** Returns by what the flow of a video was computed; null if there is none that can be used. */
async function storedAlgorithm(video: string): Promise<string | null> {
  try {
    return (await findStoredFlow(video))?.algorithm ?? null;
  } catch (error) {
    // Damaged, or of another video: it is written again.
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

async function stored(
  path: string,
  { isNew }: Pick<PreparedFlow, "isNew">,
): Promise<PreparedFlow> {
  const { bytes } = await fileStamp(path);
  return { state: "stored", why: null, bytes, isNew };
}
