import { join } from "node:path";
// @ts-types="@types/d3-dsv"
import { csvFormatRows } from "d3-dsv";
import type { PerNetwork, VideoSource } from "../../operators/mod.ts";
import { mostProbable } from "./confusion.ts";
import { drawConfusion } from "./draw_confusion.ts";
import { writeAtomically } from "../run/files.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { ResultScores } from "../run/results.ts";

/** Classes that `predictions.jsonl` names for a video and network. */
const NAMED = 5;

/** What to do about a full disk. */
const KEPT = "The checkpoints are kept; make room and evaluate again.";

/** What was answered for a test video, as a line of `predictions.jsonl` holds it. */
export interface RecordedPrediction {
  /** The video's identity in the data set. */
  readonly video: string;
  /** Name of its true class. */
  readonly label: string;
  /** By who answered (`primary`, `auxiliary`, `both`): the most probable classes, the first first. */
  readonly answers: Readonly<Record<string, readonly ClassProbability[]>>;
}

/** A class and how probable it was found, 0 to 1. */
export interface ClassProbability {
  readonly class: string;
  readonly probability: number;
}

/** Each network's probabilities, and their mean where there are two networks. */
export function answersOf(
  { primary, auxiliary }: PerNetwork<Float32Array>,
): Readonly<Record<string, Float32Array>> {
  if (auxiliary === undefined) return { primary };
  const both = primary.map((value, at) => (value + auxiliary[at]!) / 2);
  return { primary, auxiliary, both };
}

/** Makes the record of a video's answers. */
export function recordPrediction(
  video: VideoSource & { readonly label: number },
  answers: Readonly<Record<string, Float32Array>>,
  classes: readonly string[],
): RecordedPrediction {
  const best = (probabilities: Float32Array) =>
    mostProbable(probabilities, NAMED).map((at) => ({
      class: classes[at]!,
      probability: probabilities[at]!,
    }));
  return {
    video: video.id,
    label: classes[video.label]!,
    answers: Object.fromEntries(
      Object.entries(answers).map(([name, probabilities]) => [name, best(probabilities)]),
    ),
  };
}

/** What {@linkcode writeEvaluation} writes. */
export interface Evaluation {
  /** Names of the classes. */
  readonly classes: readonly string[];
  readonly scores: ResultScores;
  /** In the order of the test videos. */
  readonly predictions: readonly RecordedPrediction[];
}

/**
 * Writes what an evaluation found into a run's folder: `predictions.jsonl`, a line a video, and the
 * primary network's confusion matrix as `confusion.csv` and `confusion.svg`.
 *
 * @throws {DiskFullError}
 */
export async function writeEvaluation(run: RunFolder, evaluation: Evaluation): Promise<void> {
  const { classes, scores, predictions } = evaluation;
  const lines = predictions.map((prediction) => `${JSON.stringify(prediction)}\n`).join("");
  const write = async (name: string, content: string) => {
    await writeAtomically(join(run.path, name), (path) => Deno.writeTextFile(path, content), KEPT);
  };
  await write("predictions.jsonl", lines);
  const { primary } = scores;
  // No test video could be read, or there is none.
  if (primary === undefined) return;
  await write("confusion.csv", confusionCsv(classes, primary.confusion));
  const title = "Answers of the primary network: " +
    `${primary.videos} test videos, top-1 ${(100 * primary.top1).toFixed(1)} %`;
  await write("confusion.svg", drawConfusion(primary, { classes, title }));
}

/** A confusion matrix as CSV (RFC 4180, lines end by "\n"): a row for each true class, named first. */
export function confusionCsv(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
): string {
  const rows = [
    ["true class \\ predicted", ...classes],
    ...confusion.map((row, label) => [classes[label]!, ...row.map(String)]),
  ];
  return `${csvFormatRows(rows)}\n`;
}
