import { extname, join } from "node:path";
import { burnCaptions, type VideoOverlay } from "../../datasets/mod.ts";
import { TemporaryFolder } from "../files/temporary_folder.ts";
import { writeAtomically } from "../files/write_atomically.ts";
import { CAPTION_FONT, captionFontFolder } from "./_caption_font.ts";
import { ANNOTATED_CONTAINERS, type AnnotateOptions } from "./annotate_options.ts";
import { type CaptionOptions, captionsOf } from "./captions_of.ts";
import type { Answer } from "./prediction.ts";

/** How a copy is drawn, beside what a user chooses. */
export interface CaptionedOptions extends AnnotateOptions, Omit<CaptionOptions, "font"> {
  /** Images that are laid over the video, below the captions. */
  readonly overlay?: VideoOverlay | undefined;
}

/** Writes a copy of a video with captions; the file has its name when it is whole. */
export async function writeCaptioned(answer: Answer, options: CaptionedOptions): Promise<void> {
  const { path, output, overlay, ffmpegPath, silenceSec, signal, onProgress } = options;
  const container = ANNOTATED_CONTAINERS.get(extname(output).toLowerCase()) ?? "mp4";
  const fonts = await captionFontFolder();
  using folder = TemporaryFolder.make();
  const captions = join(folder.path, "captions.ass");
  await Deno.writeTextFile(captions, captionsOf(answer, { ...options, font: CAPTION_FONT }));
  await writeAtomically(output, (temporary) =>
    burnCaptions(
      path,
      {
        captions,
        fonts,
        output: temporary,
        container,
        overlay,
        ffmpegPath,
        silenceSec,
        onProgress,
      },
      signal,
    ));
}
