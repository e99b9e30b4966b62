import { resolve } from "node:path";
import { inParallel, locateFfmpeg } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import { writeText } from "../files/write_text.ts";
import { jpegDataUrl } from "../pictures/jpeg_data_url.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { drawSuggestions } from "./draw_suggestions.ts";
import { makePreview } from "./make_preview.ts";
import type { ShownSuggestion, Suggestion } from "./suggestion.ts";
import { suggestionTable } from "./suggestion_table.ts";
import type { SuggestionsFolder } from "./suggestions_folder.ts";

/** Options of {@linkcode writeSuggestions}. */
export interface WriteSuggestionsOptions extends WorkOptions {
  /** The run that suggests. */
  readonly run: RunFolder;
  /** Its class names. */
  readonly classes: readonly string[];
  /** Says where its videos are, and how long ffmpeg may be silent at one. */
  readonly data: Pick<Config["data"], "source" | "unlabeled" | "silenceSeconds">;
  /** Where the suggestions go; held by this process, and cleared. */
  readonly folder: SuggestionsFolder;
}

/** Frames that the contact sheet shows of a video, at most. */
const SHEET_FRAMES = 4;

/**
 * Writes suggestions into their folder: previews of the videos, a contact sheet, a table, and what
 * the page for labeling reads.
 *
 * @throws {DecodeError} If a video cannot be read.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeSuggestions(
  suggestions: readonly Suggestion[],
  options: WriteSuggestionsOptions,
): Promise<void> {
  const { run, classes, data, folder, signal, progress } = options;
  const { path: ffmpegPath } = await locateFfmpeg({ signal });
  let done = 0;
  const shown = await inParallel(
    [...suggestions.entries()],
    navigator.hardwareConcurrency,
    async ([index, suggestion]): Promise<ShownSuggestion> => {
      const previewFolder = folder.preview(index);
      await Deno.mkdir(previewFolder, { recursive: true });
      const preview = await makePreview(suggestion.path, {
        folder: previewFolder,
        ffmpegPath,
        silenceSec: data.silenceSeconds,
        signal,
      });
      progress.show(`making previews ${++done}/${suggestions.length}`);
      return { ...suggestion, preview };
    },
  );
  progress.clear();
  const sheet = await inParallel([...shown.entries()], 1, async ([index, suggestion]) => ({
    ...suggestion,
    frames: await readSheetFrames(index, suggestion, folder),
  }));
  await writeText(folder.sheet, drawSuggestions(sheet, { run: run.name }));
  await writeText(folder.table, suggestionTable(suggestions));
  await folder.writeSet({
    run: resolve(run.path),
    source: data.source === "motion" ? data.source : resolve(data.source),
    unlabeled: data.unlabeled.map((path) => resolve(path)),
    classes,
    suggestions: shown,
  });
}

/** Reads frames at equal distances from a preview, as `data:` URLs. */
async function readSheetFrames(
  index: number,
  { preview: { frames } }: ShownSuggestion,
  folder: SuggestionsFolder,
): Promise<string[]> {
  const count = Math.min(SHEET_FRAMES, frames);
  const urls: string[] = [];
  for (let tile = 0; tile < count; tile++) {
    const frame = Math.floor((tile + 0.5) * frames / count);
    const bytes = await Deno.readFile(folder.frame(index, frame));
    urls.push(jpegDataUrl(bytes));
  }
  return urls;
}
