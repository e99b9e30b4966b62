import { dirname } from "node:path";
import { removeIfPresent } from "../../runtime/files/remove_if_present.ts";
import { type EmbeddedVideo, writeEmbeddings } from "../embedding/embeddings_file.ts";
import { writeText } from "../files/write_text.ts";
import type { RunFiles } from "../run/run_files.ts";
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
 * Writes the findings of an evaluation into the folder of its test: the predictions, one line for
 * each video, the features of some or all of them, and the primary network's confusion matrix as a
 * table and as an image. The results are written last, with the hash that this returns: until then
 * the files are known to be of two tests.
 *
 * @returns SHA-256 of the predictions, in hex.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeEvaluation(run: RunFiles, evaluation: Evaluation): Promise<string> {
  const { classes, scores: { primary }, predictions, embedded } = evaluation;
  const lines = predictions.map((prediction) => `${JSON.stringify(prediction)}\n`).join("");
  await writeText(run.predictions, lines, HINT);
  const hash = predictionsHash(lines);
  // No test video could be read, or there is none.
  if (primary === undefined) {
    const others = [run.embeddings, run.confusionTable, run.confusionImage];
    await Promise.all(others.map((path) => removeIfPresent(path)));
    return hash;
  }
  await Deno.mkdir(dirname(run.embeddings), { recursive: true });
  await writeEmbeddings(run.embeddings, { predictions: hash, videos: embedded });
  await writeText(run.confusionTable, confusionCsv(classes, primary.confusion), HINT);
  await writeText(run.confusionImage, drawConfusion(primary, { classes, who: "primary" }), HINT);
  return hash;
}
