import { type Command, Option } from "commander";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import { addHooksOption, type HooksOptionValues } from "./add_hooks_option.ts";
import { addWorkerOptions, type WorkerOptionValues } from "./add_worker_options.ts";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import type { ShowHelp } from "./show_help.ts";

const NOTES = `
Options that are not given keep the values of the configuration:
deno task help presets lists ready ones, deno task help settings all fields. The
default preset is motion_small for the built-in videos, and videos_small for
other videos. --method also takes the file of a method of your own.

A run is written to runs/<name>/. Ctrl-C stops it after writing a checkpoint.

Examples:
  deno task train
  deno task train --steps 500 --method supervised
  deno task train --dashboard
  deno task train --method ./mine.ts
  deno task train --hooks docs/hooks/wandb.ts
  deno task train --data videos/mine --labels-per-class 5
  deno task train --data videos/mine --set optimizer.learningRate=0.05
  deno task train --data videos/mine --from SLOW_8x8_R50.pyth --freeze blocks.0
  deno task train --from motion_small-0001 --steps 500
  deno task train --data videos/ucf101 --config ucf101_1pct_actnetformer
  deno task train --workers 2
  deno task train --resume
  deno task train --config list`;

interface TrainValues extends FieldOptionValues, HooksOptionValues, WorkerOptionValues {
  readonly config?: string;
  readonly name?: string;
  readonly from?: string;
  readonly fromAuxiliary?: string;
  readonly resume?: string | true;
  readonly dashboard?: boolean;
}

/** Adds `train` to a program. */
export function addTrainCommand(program: Command, finish: Finish, showHelp: ShowHelp): void {
  const resume = new Option(
    "--resume [run]",
    "resume an interrupted run, by name or path (default: the newest)",
  );
  const command = program.command("train")
    .summary("train a pair of networks")
    .description("Trains a pair of networks; without options, on the built-in videos.")
    .optionsGroup(HELP_GROUPS.run)
    .option("--name <name>", "name of the run (default: the configuration's name and a number)")
    .option(
      "--from <weights>",
      "file of weights or a run that the networks start from (default: random weights)",
    )
    .option(
      "--from-auxiliary <weights>",
      "the same for the auxiliary network alone (default: as --from)",
    )
    .addOption(
      resume.conflicts(["config", "name", "from", "fromAuxiliary"]).helpGroup(HELP_GROUPS.run),
    )
    .option("--dashboard", "show the run in the browser while it trains (default: off)");
  addHooksOption(command)
    .optionsGroup(HELP_GROUPS.configuration)
    .option(
      "--config <config>",
      "JSON file, name of a preset, or list to list these (default: chosen by --data or --from)",
    )
    .addHelpText("after", NOTES);
  addWorkerOptions(addFieldOptions(command)).action(async (values: TrainValues) => {
    if (values.config === "list") return await showHelp("presets");
    const { clusterOf } = await import("../workers/cluster_of.ts");
    const cluster = clusterOf(values, (name) => Deno.env.get(name));
    const { trainCommand } = await import("../commands/train.ts");
    const { overrides = [], peerTimeout: peerTimeoutSec } = values;
    finish(await trainCommand({ ...values, cluster, peerTimeoutSec, overrides }));
  });
}
