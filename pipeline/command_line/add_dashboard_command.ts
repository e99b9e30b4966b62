import { type Command, Option } from "commander";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import { readPort } from "./option_readers.ts";

const NOTES = `
The page shows how the stream of a training is doing, its curves, what the
networks see, and how they do on the test videos; several runs over one another.
It works without a network, and nothing is written. Runs that are started later
appear by themselves. Ctrl-C ends it; no training depends on it.

Examples:
  deno task dashboard
  deno task dashboard motion_small-0001 motion_small-0002
  deno task dashboard --port 9000
  deno task train --dashboard`;

interface DashboardValues {
  readonly port?: number;
  readonly beside?: boolean;
}

/** Adds `dashboard` to a program. */
export function addDashboardCommand(program: Command, finish: Finish): void {
  program.command("dashboard")
    .summary("show runs in the browser, while they train too")
    .description("Shows runs in the browser, while they train and afterwards.")
    .argument("[runs...]", "names or paths of the runs (default: all, with later ones)")
    .optionsGroup(HELP_GROUPS.output)
    .option(
      "--port <number>",
      "port of the page, on this machine alone (default: 8766, or the next free one)",
      readPort,
    )
    .addOption(
      new Option("--beside", "end with the training that has started it (default: off)").hideHelp(),
    )
    .addHelpText("after", NOTES)
    .action(async (runs: string[], { port, beside = false }: DashboardValues) => {
      const { dashboardCommand } = await import("../commands/dashboard.ts");
      finish(await dashboardCommand({ runs, port, beside }));
    });
}
