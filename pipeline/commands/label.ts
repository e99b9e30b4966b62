import { dirname } from "node:path";
import type { Override } from "../config/config.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import { requireOwnFiles } from "../run/require_own_files.ts";
import { RunFolder } from "../run/run_folder.ts";
import { AnswersFile } from "../suggestion/answers_file.ts";
import { findPool, type Pool } from "../suggestion/find_pool.ts";
import { labelHandler, type WrittenLists } from "../suggestion/label_handler.ts";
import { parseAnswers } from "../suggestion/parse_answers.ts";
import { servePage } from "../local_page/serve_page.ts";
import { requireUnlabeled } from "../suggestion/require_unlabeled.ts";
import type { SuggestionSet } from "../suggestion/suggestion.ts";
import { SuggestionsFolder } from "../suggestion/suggestions_folder.ts";
import { type TrainingLists, writeTrainingLists } from "../suggestion/write_training_lists.ts";
import { taskCommand } from "../terminal/task_command.ts";
import { readRunConfig } from "./read_run_config.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task label`. */
export interface LabelCommandOptions {
  /** Name of the run whose suggestions are labeled; the newest if omitted. */
  readonly run?: string | undefined;
  /** Folder of the suggestions; that in the run's folder if omitted. */
  readonly suggestions?: string | undefined;
  /** Table of labels to take instead of showing the page. */
  readonly labels?: string | undefined;
  /** Port of the page; 0 for any that is free. */
  readonly port: number;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

const STOPPING = {
  first: "Stopping; all labels are saved.",
  lost: "without the lists to train on",
};

/**
 * Takes labels for unlabeled videos of a run: from a page in the browser that shows the suggested
 * ones, or from a table. At the end writes lists to train on, and prints the command that does.
 *
 * @returns The exit code.
 */
export async function labelCommand(options: LabelCommandOptions): Promise<number> {
  const { labels, port, overrides } = options;
  const { run, folder, set } = await findSuggestions(options);
  const config = await readRunConfig(run, [...placesOf(set), ...overrides]);
  return await withProgress(STOPPING, async (work) => {
    const pool = await findPool(config, { ...work, run });
    requireOwnFiles(folder.path);
    using _held = folder.hold();
    const file = await AnswersFile.open(folder.labels, pool.classes);
    const writeLists = async () => {
      const lists = { folder: folder.path, config, answers: file.answers };
      return describeLists(await writeTrainingLists(pool, lists), run);
    };
    if (labels !== undefined) {
      await takeTable(labels, { file, pool });
    } else if (set !== undefined) {
      const handler = labelHandler({ folder, set, file, writeLists, run: run.name });
      const what = `to label ${set.suggestions.length} videos; Ctrl-C ends`;
      const onListen = (address: string) => work.progress.note(`Open ${address} ${what}`);
      await servePage(handler, { port, signal: work.signal, onListen });
    }
    if (file.answers.size === 0) return 0;
    const { summary, command, continuing } = await writeLists();
    console.log(`${summary}. To train on them from the start:`);
    console.log(command);
    console.log("To train the networks of the run on:");
    console.log(continuing);
    return 0;
  });
}

/** What is labeled. */
interface FoundSuggestions {
  readonly run: RunFolder;
  readonly folder: SuggestionsFolder;
  /** Undefined if nothing was suggested, and a table names the videos. */
  readonly set: SuggestionSet | undefined;
}

async function findSuggestions(
  { run: name, suggestions, labels }: LabelCommandOptions,
): Promise<FoundSuggestions> {
  if (suggestions !== undefined) {
    const folder = new SuggestionsFolder(suggestions);
    const set = await folder.readSet();
    return { run: new RunFolder(set.run), folder, set };
  }
  const run = findRunFolder(name);
  const folder = SuggestionsFolder.ofRun(run);
  const isNeeded = labels === undefined || !folder.isEmpty;
  return { run, folder, set: isNeeded ? await folder.readSet() : undefined };
}

/** Finds the videos where they were when they were suggested. */
function placesOf(set: SuggestionSet | undefined): Override[] {
  if (set === undefined) return [];
  const { source, unlabeled } = set;
  return [{ path: "data.source", value: source }, { path: "data.unlabeled", value: unlabeled }];
}

/** Keeps the labels of a table. */
async function takeTable(
  table: string,
  { file, pool }: { readonly file: AnswersFile; readonly pool: Pool },
): Promise<void> {
  const text = await Deno.readTextFile(table);
  const folder = dirname(table);
  const answers = parseAnswers(text, { file: table, folder, classes: pool.classes });
  requireUnlabeled(answers.keys(), pool.unlabeled);
  await file.change(answers);
}

/** Says what was written, and the commands that train with it. */
function describeLists(
  lists: TrainingLists,
  run: RunFolder,
): WrittenLists & { readonly continuing: string } {
  const { labeled, added, unlabeled, leftOut, tested, config, train, test } = lists;
  const parts = [
    `${labeled} labeled training videos (${added} of them new)`,
    `${unlabeled} unlabeled`,
    `${tested} test videos`,
  ];
  if (leftOut > 0) parts.push(`${leftOut} left out as they show none of the classes`);
  const data = ["--data", train, ...test === undefined ? [] : ["--test-list", test]];
  return {
    summary: parts.join(", "),
    command: taskCommand("train", "--config", config, ...data),
    continuing: taskCommand("train", "--from", run.reference, ...data),
  };
}
