import { runFfmpegForText } from "./_run_ffmpeg.ts";

/**
 * Returns ffmpeg's names of the video codecs that an ffmpeg can decode.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodableCodecs, locateFfmpeg } from "@actnetformer/deno/datasets";
 *
 * const { path } = await locateFfmpeg();
 * assert.ok((await decodableCodecs(path)).has("h264"));
 * ```
 *
 * @throws {Error} If it lists none.
 */
export async function decodableCodecs(ffmpegPath: string): Promise<ReadonlySet<string>> {
  const { text } = await runFfmpegForText({
    ffmpegPath,
    args: ["-hide_banner", "-codecs"],
  });
  // For example " DEV.LS h264                 H.264 / AVC": it can be decoded, encoded, is for video.
  const names = [...text.matchAll(/^ D.V\S* (\S+)/gm)].map(([, name]) => name ?? "");
  if (names.length > 0) return new Set(names);
  throw new Error(
    `Cannot list codecs as '${ffmpegPath}' must have decoders for video: it has none`,
  );
}
