import type { Command } from "commander";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";

const RUNS_NOTES = `
Examples:
  deno task runs
  deno task runs --json
  deno task runs compare first second
  deno task runs tag second "twice the labels"
  deno task runs remove first second`;

const RUNS_COMPARE_NOTES = `
Examples:
  deno task runs compare first second
  deno task runs compare first second third --json`;

const CURVES_NOTES = `
Examples:
  deno task runs curves
  deno task runs curves first second`;

const TENSORBOARD_NOTES = `
Examples:
  deno task runs tensorboard
  tensorboard --logdir runs`;

const TAG_NOTES = `
Examples:
  deno task runs tag second "twice the labels"
  deno task runs tag second`;

const REMOVE_NOTES = `
Examples:
  deno task runs remove first second
  deno task runs remove first --yes`;

interface OutputValues {
  readonly json?: boolean;
}

/** Adds `runs` with its subcommands to a program. */
export function addRunsCommands(program: Command, finish: Finish): void {
  const runs = program.command("runs")
    .summary("list, compare and remove runs")
    .description(
      "Lists the runs, the newest last. Scores are top-1: of the primary network over the test " +
        "videos, of both networks over the validation videos.",
    )
    .usage("[options]\n       deno task runs <command> [options]")
    .helpCommand(false)
    .optionsGroup(HELP_GROUPS.output)
    .option("--json", "print JSON, with more fields (default: a table)")
    .addHelpText("after", RUNS_NOTES)
    .action(async ({ json = false }: OutputValues) => {
      const { runsListCommand } = await import("../commands/runs_list.ts");
      finish(await runsListCommand({ json }));
    });
  addCompare(runs, finish);
  addCurves(runs, finish);
  addTensorBoard(runs, finish);
  addTag(runs, finish);
  addRemove(runs, finish);
}

function addCompare(runs: Command, finish: Finish): void {
  runs.command("compare")
    .summary("show runs side by side")
    .description(
      "Shows runs side by side: in which settings they differ, how far they got, and their scores.",
    )
    .argument("<runs...>", "names or paths of the runs")
    .optionsGroup(HELP_GROUPS.output)
    .option("--json", "print JSON (default: a table)")
    .addHelpText("after", RUNS_COMPARE_NOTES)
    .action(async (names: string[], { json = false }: OutputValues) => {
      const { runsCompareCommand } = await import("../commands/runs_compare.ts");
      finish(await runsCompareCommand({ runs: names, json }));
    });
}

function addCurves(runs: Command, finish: Finish): void {
  runs.command("curves")
    .summary("draw the curves of runs again")
    .description(
      "Draws losses, pseudo-labels, scores and learning rates into curves.svg in the run's folder, " +
        "which training also does at its end. A run that is being trained can be drawn, too.",
    )
    .argument("[runs...]", "names or paths of the runs (default: the newest)")
    .addHelpText("after", CURVES_NOTES)
    .action(async (names: string[]) => {
      const { runsCurvesCommand } = await import("../commands/runs_curves.ts");
      finish(await runsCurvesCommand({ runs: names }));
    });
}

function addTensorBoard(runs: Command, finish: Finish): void {
  runs.command("tensorboard")
    .summary("write files for TensorBoard")
    .description(
      "Writes the metrics as curves and histograms, and the last views and the confusion matrices " +
        "as images, into an event file for TensorBoard in the folder tensorboard of each run. Call " +
        "it again to add later steps.",
    )
    .argument("[runs...]", "names or paths of the runs (default: all)")
    .addHelpText("after", TENSORBOARD_NOTES)
    .action(async (names: string[]) => {
      const { runsTensorBoardCommand } = await import("../commands/runs_tensorboard.ts");
      finish(await runsTensorBoardCommand({ runs: names }));
    });
}

function addTag(runs: Command, finish: Finish): void {
  runs.command("tag")
    .summary("write a remark on a run")
    .description(
      "Writes a remark on a run, which the list of runs shows; without a text, removes it.",
    )
    .argument("<run>", "name or path of the run")
    .argument("[text...]", "the remark")
    .addHelpText("after", TAG_NOTES)
    .action(async (run: string, words: string[]) => {
      const { runsTagCommand } = await import("../commands/runs_tag.ts");
      finish(await runsTagCommand({ run, words }));
    });
}

function addRemove(runs: Command, finish: Finish): void {
  runs.command("remove")
    .summary("remove runs")
    .description("Removes runs with all their files. A run that is being trained is refused.")
    .argument("<runs...>", "names or paths of the runs")
    .optionsGroup(HELP_GROUPS.run)
    .option("--yes", "remove without asking (default: ask)")
    .addHelpText("after", REMOVE_NOTES)
    .action(async (names: string[], { yes = false }: { yes?: boolean }) => {
      const { runsRemoveCommand } = await import("../commands/runs_remove.ts");
      finish(await runsRemoveCommand({ runs: names, yes }));
    });
}
