import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readPredictions } from "../evaluation/read_predictions.ts";
import type { RecordedPrediction } from "../evaluation/record_prediction.ts";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { RunFolder } from "../run/run_folder.ts";
import { sharesOf } from "../run/shares_of.ts";
import type { PlannedRun, SweepPlan } from "./plan_sweep.ts";
import { type RunCosts, runCosts } from "./run_costs.ts";
import { pseudoLabelQuality, type QualityByNetwork } from "./pseudo_label_quality.ts";

/** What a run answered for each test video. */
export interface RunAnswers {
  /** Which of the results' test lists it was tested on. */
  readonly testList: number;
  /** By who answers: for each video 1 if the most probable class is right, else 0. */
  readonly right: Readonly<Record<string, string>>;
}

/** The result of one finished run of a sweep. */
export interface SweepRun {
  /** Name of its run folder. */
  readonly name: string;
  /** Seed of the run. */
  readonly seed: number;
  /** What was set on top of the sweep's configuration, by dotted path. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Share of the test videos whose most probable class is theirs, by who answers. */
  readonly top1: Readonly<Record<string, number>>;
  /** The same for the five most probable. */
  readonly top5: Readonly<Record<string, number>>;
  /** What it answered; undefined if that was not written. */
  readonly answers?: RunAnswers | undefined;
  /** What it has cost; undefined if it was made before that was written. */
  readonly costs?: RunCosts | undefined;
  /**
   * Quality of the pseudo-labels that it trained on, over each tenth of the steps that had any;
   * undefined if none had.
   */
  readonly pseudoLabels?: readonly QualityByNetwork[] | undefined;
}

/** The results of a sweep's finished runs. */
export interface SweepResults {
  /** Names of test videos; in most sweeps one list, which all runs were tested on. */
  readonly testLists?: readonly (readonly string[])[] | undefined;
  /** In the order of the plan. */
  readonly runs: readonly SweepRun[];
}

/**
 * Collects the results of a plan's finished runs.
 *
 * @param root Folder of the run folders.
 * @throws {RunFolderError} If a file of a run is broken, or its predictions are gone.
 */
export async function collectRuns({ runs }: SweepPlan, root: string): Promise<SweepResults> {
  const testLists = new TestLists();
  const collected: SweepRun[] = [];
  for (const run of runs) {
    const result = await collectRun(run, { root, testLists });
    if (result !== undefined) collected.push(result);
  }
  return { testLists: testLists.lists, runs: collected };
}

/** Lists of test videos, each once. */
class TestLists {
  readonly lists: string[][] = [];

  /** Returns the index of a list. */
  indexOf(videos: string[]): number {
    const known = this.lists.findIndex((list) => isDeepStrictEqual(list, videos));
    return known === -1 ? this.lists.push(videos) - 1 : known;
  }
}

async function collectRun(
  run: PlannedRun,
  { root, testLists }: { readonly root: string; readonly testLists: TestLists },
): Promise<SweepRun | undefined> {
  const { name, seed, overrides } = run;
  const folder = new RunFolder(join(root, name));
  const results = await folder.readResults();
  if (results === undefined) return undefined;
  const metrics = await folder.readMetrics();
  // Runs of the first versions have no such file, and no hash of it; of others it must be there.
  const isRecorded = results.predictions !== undefined ||
    await readTextIfPresent(folder.predictions) !== undefined;
  const predictions = isRecorded ? (await readPredictions(folder)).toSorted(byVideo) : [];
  return {
    name,
    seed,
    set: Object.fromEntries(overrides.map(({ path, value }) => [path, value])),
    top1: sharesOf(results.scores, "top1"),
    top5: sharesOf(results.scores, "top5"),
    answers: predictions.length === 0 ? undefined : {
      testList: testLists.indexOf(predictions.map(({ video }) => video)),
      right: rightAnswers(predictions),
    },
    costs: runCosts(metrics),
    pseudoLabels: pseudoLabelQuality(metrics),
  };
}

function byVideo(first: RecordedPrediction, second: RecordedPrediction): number {
  return first.video < second.video ? -1 : 1;
}

function rightAnswers(predictions: readonly RecordedPrediction[]): Record<string, string> {
  const who = Object.keys(predictions[0]?.answers ?? {});
  return Object.fromEntries(who.map((name) => {
    const digits = predictions.map(({ label, answers }) =>
      answers[name]?.[0]?.class === label ? "1" : "0"
    );
    return [name, digits.join("")];
  }));
}
