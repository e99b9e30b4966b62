import { describeInput } from "../../datasets/mod.ts";
import type { AnnotateOptions } from "./annotate_options.ts";
import type { Answer } from "./prediction.ts";
import { writeCaptioned } from "./_write_captioned.ts";

/**
 * Writes a copy of a video into which its segments are drawn: the class and its probability, and a
 * bar of all segments along which a mark moves.
 *
 * @example An answer of `predict()`
 * ```ts
 * import assert from "node:assert/strict";
 * import { annotateVideo, findInputs } from "@actnetformer/deno/pipeline";
 *
 * const [input] = await findInputs(["none.mp4"]);
 * const segments = [{ start: 0, end: 1, class: "run", probability: 0.9 }];
 * const facts = { windows: 1, isWhole: true, trainedOn: null, classes: [] };
 * const answer = { input: input!, seconds: 1, segments, ...facts };
 * const { signal } = new AbortController();
 * const files = { path: "none.mp4", output: "labeled.mp4", ffmpegPath: "ffmpeg" };
 * await assert.rejects(annotateVideo(answer, { ...files, signal }));
 * ```
 *
 * @throws {DecodeError} If the video cannot be decoded.
 * @throws {DiskFullError} If the disk is full.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function annotateVideo(answer: Answer, options: AnnotateOptions): Promise<void> {
  const { path, ffmpegPath, silenceSec, signal } = options;
  const input = await describeInput(path, ffmpegPath, signal, { silenceSec });
  await writeCaptioned(answer, { ...options, ...input });
}
