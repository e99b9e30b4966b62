import type { Command } from "commander";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";

const NOTES = `
The report of a run is one HTML file that loads nothing: scores with intervals,
curves, confusion matrix, classes, the surest mistakes with frames, and how the
run came about. Training writes it at its end.

Examples:
  deno task report
  deno task report first
  deno task report first second --output comparison.html`;

/** Adds `report` to a program. */
export function addReportCommand(program: Command, finish: Finish): void {
  program.command("report")
    .summary("write the report of a run, or compare several")
    .description("Writes the report of a run into its folder, or a comparison of several runs.")
    .argument(
      "[runs...]",
      "names or paths of the runs, or paths of their tests (default: the newest)",
    )
    .optionsGroup(HELP_GROUPS.output)
    .option(
      "--output <file>",
      'file for the comparison of several runs (default: "comparison.html")',
    )
    .addHelpText("after", NOTES)
    .action(async (runs: string[], { output }: { readonly output?: string }) => {
      const { reportCommand } = await import("../commands/report.ts");
      finish(await reportCommand({ runs, output }));
    });
}
