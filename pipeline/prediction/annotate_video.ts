import { extname, join } from "node:path";
import { burnCaptions, describeInput } from "../../datasets/mod.ts";
import { TemporaryFolder } from "../files/temporary_folder.ts";
import { writeAtomically } from "../files/write_atomically.ts";
import { CAPTION_FONT, captionFontFolder } from "./_caption_font.ts";
import { captionsOf } from "./captions_of.ts";
import type { Answer } from "./prediction.ts";

/** ffmpeg's names of the containers that can be written, by the extension of the file. */
export const ANNOTATED_CONTAINERS: ReadonlyMap<string, string> = new Map([
  [".mp4", "mp4"],
  [".m4v", "mp4"],
  [".mov", "mov"],
  [".mkv", "matroska"],
]);

/** Options of {@linkcode annotateVideo}. */
export interface AnnotateOptions {
  /** The video's file. */
  readonly path: string;
  /** File to write; its extension is one of {@linkcode ANNOTATED_CONTAINERS}. */
  readonly output: string;
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /**
   * How long ffmpeg may be silent, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
  /** Ends ffmpeg and rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called with the time in the video, in seconds, that is written. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
}

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
  const { path, output, ffmpegPath, silenceSec, signal, onProgress } = options;
  const container = ANNOTATED_CONTAINERS.get(extname(output).toLowerCase()) ?? "mp4";
  const fonts = await captionFontFolder();
  const { width, height, startSec } = await describeInput(path, ffmpegPath, signal, { silenceSec });
  using folder = TemporaryFolder.make();
  const captions = join(folder.path, "captions.ass");
  await Deno.writeTextFile(
    captions,
    captionsOf(answer, { width, height, startSec, font: CAPTION_FONT }),
  );
  await writeAtomically(output, (temporary) =>
    burnCaptions(
      path,
      { captions, fonts, output: temporary, container, ffmpegPath, silenceSec, onProgress },
      signal,
    ));
}
