import { type Command, Option } from "commander";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";

const NOTES = `
The name of the output says the format: .safetensors for PyTorch, a folder whose
name ends with saved_model for TensorFlow, .onnx for ONNX, a folder whose name
ends with web for TensorFlow.js, with a page that looks at videos in the browser
(docs/web_demo.md). All hold the names of the classes and how clips are taken
from a video (docs/export.md). Nothing that exists is replaced.

Examples:
  deno task export --output model.onnx
  deno task export motion_small-0001 --output weights.safetensors
  deno task export first --network both --output first_saved_model
  deno task export first --network both --output first_web`;

interface ExportValues {
  readonly network: "primary" | "auxiliary" | "both";
  readonly output: string;
}

/** Adds `export` to a program. */
export function addExportCommand(program: Command, finish: Finish): void {
  const network = new Option("--network <name>", "network that answers")
    .choices(["primary", "auxiliary", "both"]).default("primary");
  program.command("export")
    .summary("write a run's networks for other programs")
    .description("Writes what a run has learned for PyTorch, TensorFlow, ONNX or the web.")
    .argument("[run]", "name or path of the run (default: the newest with a checkpoint)")
    .optionsGroup(HELP_GROUPS.run)
    .addOption(network)
    .optionsGroup(HELP_GROUPS.output)
    .requiredOption("--output <path>", "new file or folder (default: none, it must be given)")
    .addHelpText("after", NOTES)
    .action(async (run: string | undefined, values: ExportValues) => {
      const { exportCommand } = await import("../commands/export.ts");
      finish(await exportCommand({ ...values, run }));
    });
}
