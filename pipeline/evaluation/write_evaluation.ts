import { dirname } from "node:path";
import { removeIfPresent } from "../../runtime/files/remove_if_present.ts";
import { type EmbeddedVideo, writeEmbeddings } from "../embedding/embeddings_file.ts";
import { writeText } from "../files/write_text.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { confusionCsv } from "./confusion_csv.ts";
import { drawConfusion } from "./draw_confusion.ts";
import { predictionsHash } from "./predictions_hash.ts";
import type { TestedVideos } from "./open_trained.ts";

/** What to do about a full disk. */
const HINT = "The checkpoints are kept; make room and evaluate again.";

/** What {@linkcode writeEvaluation} writes. */
export interface Evaluation extends TestedVideos {
  /** Some or all of the videos, as the networks saw them. */
  readonly embedded: readonly EmbeddedVideo[];
}

/**
 * Writes the findings of an evaluation into a run's folder: the predictions, one line for each
 * video, the features of some or all of them, and the primary network's confusion matrix as a table
 * and as an image.
 *
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeEvaluation(run: RunFolder, evaluation: Evaluation): Promise<void> {
  const { classes, scores: { primary }, predictions, embedded } = evaluation;
  const lines = predictions.map((prediction) => `${JSON.stringify(prediction)}\n`).join("");
  await writeText(run.predictions, lines, HINT);
  // No test video could be read, or there is none.
  if (primary === undefined) return await removeIfPresent(run.embeddings);
  const predictionsOfTest = predictionsHash(lines);
  await Deno.mkdir(dirname(run.embeddings), { recursive: true });
  await writeEmbeddings(run.embeddings, { predictions: predictionsOfTest, videos: embedded });
  await writeText(run.confusionTable, confusionCsv(classes, primary.confusion), HINT);
  await writeText(run.confusionImage, drawConfusion(primary, { classes, who: "primary" }), HINT);
}
