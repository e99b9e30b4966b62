import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { withProgress } from "../pipeline/commands/with_progress.ts";
import type { RunFolder } from "../pipeline/run/run_folder.ts";
import type { Answer } from "../pipeline/suggestion/page/answer.ts";
import { writeTrainingLists } from "../pipeline/suggestion/write_training_lists.ts";
import { formatTable } from "../pipeline/terminal/format_table.ts";
import type { WorkOptions } from "../pipeline/terminal/work_options.ts";
import { currentSetting, writeReport } from "./_report.ts";
import { type BaseRun, openBaseRun } from "./suggestion/base_run.ts";
import { type ChoiceName, CHOICES } from "./suggestion/choices.ts";
import { trainRun } from "./suggestion/train_run.ts";

/** What is compared. */
interface BenchOptions {
  /** Folder of videos, all labeled. */
  readonly data: string;
  /** Labels of each class that the first training has. */
  readonly labels: number;
  /** Labels that are added then, for each class on average. */
  readonly added: number;
  /** Seeds of the trainings and choices. */
  readonly seeds: readonly number[];
  /** First part of the names of the runs. */
  readonly name: string;
  /** Written to the results file. */
  readonly note: string;
  /** Words of every training, besides its data, seed and name. */
  readonly words: readonly string[];
}

/** A training and its scores. */
interface BenchRow {
  /** How the added labels were chosen; undefined for the first training. */
  readonly choice: ChoiceName | undefined;
  readonly seed: number;
  /** Number of labels. */
  readonly labels: number;
  /** Classes without an added label. */
  readonly classesMissed: number;
  /** Top-1 on the test videos by who answered, 0 to 1. */
  readonly top1: Readonly<Record<string, number>>;
}

/** Who answers in the table. */
const ANSWERERS = ["primary", "auxiliary", "both"] as const;

/**
 * Compares ways to choose the videos that get a label next. For each seed: trains with few labels,
 * chooses further videos, takes their true labels, and trains again from the start, with the same
 * settings. Runs are kept in `runs/`; if interrupted, the same command continues.
 *
 * Options: `--data FOLDER` (of labeled videos), `--labels N`, `--added N`, `--seeds 0,1,2`, `--name
 * TEXT` (how the names of the runs begin), `--note TEXT` (written to the results file); what follows
 * `--` are words of `deno task train`, such as `--steps 600`.
 */
export async function bench(): Promise<void> {
  const options = readOptions(Deno.args.slice(1));
  Deno.exitCode = await withProgress({ first: "Stopping." }, async (work) => {
    const { seeds, words, labels, added, note } = options;
    const rows: BenchRow[] = [];
    for (const seed of seeds) rows.push(...await compareChoices(seed, options, work));
    const measured = new Date().toISOString().slice(0, 10);
    const setting = { ...currentSetting(), measured, note, train: words, labels, added };
    await writeReport("suggestion", { ...setting, rows });
    console.log(choiceTable(rows));
    return 0;
  });
}

/** Trains with the first labels, and then with those of each choice. */
async function compareChoices(
  seed: number,
  { data, labels, added, name, words }: BenchOptions,
  work: WorkOptions,
): Promise<BenchRow[]> {
  const common = ["--seed", String(seed), ...words];
  const firstWords = ["--data", data, "--labels-per-class", String(labels), ...common];
  const first = await trainRun(`${name}-first-${seed}`, firstWords);
  const base = await openBaseRun(first, work);
  const firstLabels = base.pool.labeled.length;
  const top1 = await scoresOf(first);
  const rows: BenchRow[] = [
    { choice: undefined, seed, labels: firstLabels, classesMissed: 0, top1 },
  ];
  for (const choice of Object.keys(CHOICES) as ChoiceName[]) {
    work.signal.throwIfAborted();
    const slug = choice.replaceAll(/\W+/g, "-");
    const folder = resolve(first.path, "choices", slug);
    const labels = await trueLabels(choice, base, { perClass: added, seed });
    await Deno.mkdir(folder, { recursive: true });
    const { pool, config } = base;
    const lists = await writeTrainingLists(pool, { folder, config, answers: labels });
    const listWords = ["--data", lists.train, "--test-list", join(folder, "test.csv")];
    const run = await trainRun(`${name}-${slug}-${seed}`, [...listWords, ...common]);
    const classes = new Set(labels.values().map((answer) => answer.class));
    const classesMissed = base.pool.classes.length - classes.size;
    rows.push({ choice, seed, labels: lists.labeled, classesMissed, top1: await scoresOf(run) });
  }
  return rows;
}

/** Chooses videos and returns their true labels, by the paths of the videos. */
async function trueLabels(
  choice: ChoiceName,
  { pool, truth, suggest }: BaseRun,
  numbers: { readonly perClass: number; readonly seed: number },
): Promise<Map<string, Extract<Answer, { kind: "class" }>>> {
  const { classes } = pool;
  const chosen = new Set(await CHOICES[choice]({ classes, suggest, videos: truth, ...numbers }));
  const videos = truth.filter(({ id }) => chosen.has(id));
  return new Map(videos.map(({ path, label }) => [
    path,
    { kind: "class", class: classes[label ?? -1] ?? "" },
  ]));
}

async function scoresOf(run: RunFolder): Promise<Record<string, number>> {
  const results = await run.readResults();
  return Object.fromEntries(
    Object.entries(results?.scores ?? {}).map(([name, { top1 }]) => [name, top1]),
  );
}

/** A table of the means over the seeds, with the lowest and the highest. */
function choiceTable(rows: readonly BenchRow[]): string {
  const groups = Map.groupBy(rows, ({ choice }) => choice ?? "no more labels");
  return formatTable({
    header: ["added labels", "labels", "classes missed", ...ANSWERERS.map((name) => `${name}, %`)],
    rows: Array.from(groups, ([choice, group]) => [
      choice,
      describe(group.map(({ labels }) => labels), 0),
      describe(group.map(({ classesMissed }) => classesMissed), 0),
      ...ANSWERERS.map((name) => describe(group.flatMap(({ top1 }) => 100 * top1[name]!), 1)),
    ]),
  }, { markdown: true });
}

/** "12.3 (11.0 to 13.4)", or one number if all are equal. */
function describe(values: readonly number[], decimals: number): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) =>
    value.toFixed(decimals)
  );
  return low === high ? `${low}` : `${mean.toFixed(1)} (${low} to ${high})`;
}

function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: "string", default: "" },
      labels: { type: "string", default: "2" },
      added: { type: "string", default: "3" },
      seeds: { type: "string", default: "0,1,2" },
      name: { type: "string", default: "suggestion-bench" },
      note: { type: "string", default: "" },
    },
  });
  const { data, labels, added, seeds, name, note } = values;
  if (data === "") {
    throw new TypeError("Cannot compare suggestions as --data must name a folder: it is missing");
  }
  return {
    data,
    name,
    note,
    labels: Number(labels),
    added: Number(added),
    seeds: seeds.split(",").map(Number),
    words: positionals,
  };
}
