import { type Command, Option } from "commander";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import { readCount, readPositive, readShare } from "./option_readers.ts";

const NOTES = `
A video that the clips of a test cover gets one answer; a longer one is looked
at through windows, which are merged into segments (docs/predict.md). Options
that are not given keep the values of the run's configuration. The exit code is
1 if a video could not be read.

Examples:
  deno task predict clip.mp4
  deno task predict --run motion_small-0001 --network both videos/
  deno task predict match.mp4 --output match.srt --annotate labeled.mp4
  deno task predict clip.mp4 --explain heat.mp4
  deno task predict 'videos/*.mp4' --json --output answers.jsonl
  deno task predict rtsp://camera.local/stream --csv
  cat clip.mp4 | deno task predict -`;

interface PredictValues extends FieldOptionValues {
  readonly run?: string;
  readonly network: "primary" | "auxiliary" | "both";
  readonly every?: number;
  readonly segments?: boolean;
  readonly threshold?: number;
  readonly live?: boolean;
  readonly top: number;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly srt?: boolean;
  readonly output?: string;
  readonly annotate?: string;
  readonly explain?: string;
}

const FORMATS = ["json", "csv", "srt"] as const;

/** Adds `predict` to a program. */
export function addPredictCommand(program: Command, finish: Finish): void {
  const network = new Option("--network <name>", "network that answers")
    .choices(["primary", "auxiliary", "both"]).default("primary");
  const command = program.command("predict")
    .summary("classify videos")
    .description(
      "Says what is seen in videos; long ones are divided into segments with start and end.",
    )
    .argument("<videos...>", "files, folders, 'patterns*', @lists, addresses, /dev/video0, or -")
    .optionsGroup(HELP_GROUPS.run)
    .option(
      "--run <name>",
      "run whose networks answer, by name or path (default: the newest with a checkpoint)",
    )
    .addOption(network);
  addVideoOptions(command);
  addOutputOptions(command);
  command.addHelpText("after", NOTES);
  addFieldOptions(command, ["device"], { base: "run" })
    .action(async (videos: string[], values: PredictValues) => {
      const { predictCommand } = await import("../commands/predict.ts");
      const format = FORMATS.find((name) => values[name] === true);
      const { overrides = [] } = values;
      finish(await predictCommand({ ...values, videos, format, overrides }));
    });
}

/** Adds the options that say how the videos are looked at. */
function addVideoOptions(command: Command): void {
  command.optionsGroup(HELP_GROUPS.videos)
    .option("--every <seconds>", "time between windows (default: half a window)", readPositive)
    .option("--segments", "divide short videos into segments, too (default: only long ones)")
    .option(
      "--threshold <share>",
      "moments of a lower probability have no class (default: all have one)",
      readShare,
    )
    .option(
      "--live",
      "addresses and standard input have no end; Ctrl-C ends them (default: they have one)",
    );
}

/** Adds the options that say what is written, and where. */
function addOutputOptions(command: Command): void {
  command.optionsGroup(HELP_GROUPS.output)
    .option("--top <count>", "number of classes to print for each video", readCount, 5)
    .addOption(formatOption("json", "one JSON object a line for each video (default: text)"))
    .addOption(formatOption("csv", "a table of the segments (default: text)"))
    .addOption(formatOption("srt", "the segments as subtitles (default: text)"))
    .option(
      "--output <path>",
      "write to a file, or one for each video to a folder/ (default: stdout)",
    )
    .option(
      "--annotate <path>",
      "write a copy of the video with captions: a file, or a folder/ (default: none)",
    )
    .option(
      "--explain <path>",
      "the same copy, with what each network looks at as heat (default: none)",
    );
}

/** Makes the option of a format, which excludes those of the others. */
function formatOption(format: (typeof FORMATS)[number], description: string): Option {
  return new Option(`--${format}`, description)
    .conflicts(FORMATS.filter((name) => name !== format));
}
