import { Buffer } from "node:buffer";
import { removeIfPresent } from "../../runtime/files/remove_if_present.ts";
import { writeText } from "../files/write_text.ts";
import { SHOWN_FILE_BYTES } from "../run/read_shown_file.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { SurestMistakes } from "../run/surest_mistakes.ts";
import { aboutMistakes } from "./about_mistakes.ts";
import { heatLegend } from "./heat_legend.ts";
import type { ShownMistakes } from "./show_mistakes.ts";

/** Options of {@linkcode keepMistakes}. */
export interface KeepMistakesOptions {
  /** Whose mistakes they are; undefined if nothing was scored. */
  readonly who: string | undefined;
  /** SHA-256 of the predictions that they were found in; undefined if there are none. */
  readonly predictions: string | undefined;
}

/**
 * Keeps in a run's folder what its report shows of the surest mistakes, for the dashboard: it has no
 * networks to look into.
 *
 * @throws {DiskFullError} If the disk is full.
 */
export async function keepMistakes(
  run: RunFolder,
  { mistakes, explained }: ShownMistakes,
  { who, predictions }: KeepMistakesOptions,
): Promise<void> {
  if (who === undefined || predictions === undefined) return await removeIfPresent(run.mistakes);
  const kept: SurestMistakes = {
    version: 1,
    predictions,
    about: aboutMistakes(who),
    legend: heatLegend(explained),
    mistakes,
  };
  await writeText(run.mistakes, textOf(kept), "The run is complete; make room and report again.");
}

/** Frames of very long shape may be too large for a file that is read whole. */
function textOf(kept: SurestMistakes): string {
  const text = JSON.stringify(kept);
  if (Buffer.byteLength(text) <= SHOWN_FILE_BYTES) return text;
  const strip = "they are too large to be kept beside the report, which shows them";
  return JSON.stringify({
    ...kept,
    mistakes: kept.mistakes.map((mistake) => ({ ...mistake, strip, heat: [] })),
  });
}
