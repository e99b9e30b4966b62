import { extname } from "node:path";
import { loadAhead } from "../../runtime/load_ahead.ts";
import type { Override } from "../config/config.ts";
import { tryOutput } from "../files/try_output.ts";
import type { AnsweringNetwork } from "../prediction/answer_by.ts";
import { type AnswerFormat, AnswerWriter } from "../prediction/answer_writer.ts";
import { describeAnswering } from "../prediction/describe_answering.ts";
import { findInputs } from "../prediction/find_inputs.ts";
import { outputPlan } from "../prediction/output_plan.ts";
import type { VideoInput } from "../prediction/video_input.ts";
import { findUsableRun } from "../run/find_usable_run.ts";
import { describeError } from "../terminal/describe_error.ts";
import { printLine } from "../terminal/print_line.ts";
import { readRunConfig } from "./read_run_config.ts";
import { type Stopping, withProgress } from "./with_progress.ts";

/** Options of `deno task predict`. */
export interface PredictCommandOptions {
  /** Files, folders, patterns, lists, addresses, cameras, or `-` for standard input. */
  readonly videos: readonly string[];
  /** Name of the run whose networks answer; if omitted, the newest that has a checkpoint. */
  readonly run?: string | undefined;
  /** Which network answers. */
  readonly network: AnsweringNetwork;
  /** Seconds from one window of a long video to the next. */
  readonly every?: number | undefined;
  /** Whether short videos are divided into segments, too. */
  readonly segments?: boolean | undefined;
  /** Below this probability a moment has no class. */
  readonly threshold?: number | undefined;
  /** Whether addresses and standard input have no end. */
  readonly live?: boolean | undefined;
  /** Number of classes that text names for a video. */
  readonly top: number;
  /** How answers are written; if omitted, as the ending of `output` says, else as text. */
  readonly format?: AnswerFormat | undefined;
  /** File or folder for the answers; if omitted, they are printed. */
  readonly output?: string | undefined;
  /** File or folder for copies of the videos with captions. */
  readonly annotate?: string | undefined;
  /** File or folder for copies of the videos that show what the networks look at. */
  readonly explain?: string | undefined;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/** Formats by the endings of the files that hold them. */
const FORMATS: ReadonlyMap<string, AnswerFormat> = new Map([
  [".json", "json"],
  [".jsonl", "json"],
  [".csv", "csv"],
  [".srt", "srt"],
]);

/** Endings of a video's file in a folder of answers. */
const EXTENSIONS: Readonly<Record<AnswerFormat, string>> = {
  text: ".txt",
  json: ".json",
  csv: ".csv",
  srt: ".srt",
};

/**
 * Classifies videos and writes what is found: lines for people, JSON, a table, subtitles, or copies
 * of the videos with captions.
 *
 * @returns The exit code: 1 if a video could not be read; all others are still classified.
 */
export async function predictCommand(options: PredictCommandOptions): Promise<number> {
  for (const path of [options.output, options.annotate, options.explain]) {
    await tryOutput(path, "any");
  }
  return await withProgress(describeStopping(options), async (work) => {
    const notify = (line: string) => work.progress.note(line);
    const run = findUsableRun(options.run, { notify });
    const config = await readRunConfig(run, options.overrides);
    await loadAhead(config.device);
    const inputs = await findInputs(options.videos, { ...options, notify });
    const writer = await createWriter(inputs, options);
    const { VideoCopies } = await import("../prediction/video_copies.ts");
    const looking = { everySec: options.every, segments: options.segments };
    await using copies = await VideoCopies.plan(config, inputs, {
      ...work,
      annotate: options.annotate,
      explain: options.explain,
      ...looking,
    });
    const { predict } = await import("../prediction/predict.ts");
    let exitCode = 0;
    const answering = predict(config, inputs, {
      ...work,
      ...options,
      ...looking,
      run,
      onStart(answering, trained) {
        copies.requireExplainable(trained);
        notify(describeAnswering(answering));
        writer.start(answering);
      },
      onMoment: (input, moment, isNew) => writer.addMoment(input, moment, isNew),
      async onPrediction(prediction, trained) {
        work.progress.clear();
        if ("problem" in prediction) {
          notify(`${prediction.input.name}: ${prediction.problem}`);
          exitCode = 1;
        }
        await writer.add(prediction);
        if (!("problem" in prediction)) await copies.write(prediction, trained);
      },
    });
    try {
      await answering;
    } catch (error) {
      await finishEarly(writer, notify);
      throw error;
    }
    await writer.finish();
    for (const file of writer.written) notify(`Wrote ${file}`);
    return exitCode;
  });
}

function describeStopping({ output }: PredictCommandOptions): Stopping {
  if (output === undefined) return { first: "Stopping." };
  return { first: "Stopping; the answers so far are written.", lost: "without them" };
}

/** Writes the answers that there are when the user or an error ends the work. */
async function finishEarly(writer: AnswerWriter, notify: (line: string) => void): Promise<void> {
  try {
    await writer.finish();
  } catch (error) {
    // What has ended the work is what the user must see.
    for (const line of describeError(error).split("\n")) notify(line);
  }
  for (const file of writer.written) notify(`Wrote ${file}, with the answers so far`);
}

async function createWriter(
  inputs: readonly VideoInput[],
  { format: given, output, top }: PredictCommandOptions,
): Promise<AnswerWriter> {
  const format = given ?? FORMATS.get(extname(output ?? "").toLowerCase()) ?? "text";
  if (output === undefined && format === "srt" && inputs.length > 1) {
    throw new TypeError(
      "Cannot print subtitles as they must be of one video: there are " +
        `${inputs.length}; --output FOLDER/ writes a file for each`,
    );
  }
  const files = output === undefined ? undefined : await outputPlan(inputs, {
    path: output,
    extension: EXTENSIONS[format],
    content: format === "srt" ? "subtitles" : "answers",
    holdsSeveral: format !== "srt",
  });
  return new AnswerWriter({ format, top, files, print: printLine });
}
