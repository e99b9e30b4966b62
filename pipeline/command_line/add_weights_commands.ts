import type { Command } from "commander";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";

const WEIGHTS_NOTES = `
Read are safetensors and PyTorch's files (.pth, .pt, .pyth, .ckpt, .bin), also
in several parts. Nothing in them is executed. More: docs/weights.md

Examples:
  deno task weights inspect SLOW_8x8_R50.pyth
  deno task weights convert SLOW_8x8_R50.pyth slow_r50.safetensors`;

const INSPECT_NOTES = `
Examples:
  deno task weights inspect SLOW_8x8_R50.pyth
  deno task weights inspect models/timesformer-base-finetuned-k400`;

const CONVERT_NOTES = `
Of a network for images, the network for clips is written that training makes of
it.

Examples:
  deno task weights convert SLOW_8x8_R50.pyth slow_r50.safetensors
  deno task weights convert checkpoint.pth ema.safetensors --entry model_ema`;

const ENTRY = "entry of a PyTorch checkpoint that has the tensors, if several have some, such as " +
  "model_ema (default: the one that has some)";

interface WeightsValues {
  readonly entry?: string;
}

/** Adds `weights` with its subcommands to a program. */
export function addWeightsCommands(program: Command, finish: Finish): void {
  const weights = program.command("weights")
    .summary("inspect and convert weights")
    .description("Shows what a file of weights holds, and converts it.")
    .usage("<command> [options]")
    .helpCommand(false)
    .addHelpText("after", WEIGHTS_NOTES);
  addInspect(weights, finish);
  addConvert(weights, finish);
}

function addInspect(weights: Command, finish: Finish): void {
  weights.command("inspect")
    .summary("show what a file holds")
    .description("Shows the network that a file of weights holds, and what is known of it.")
    .argument("<file>", "file of weights, index of its parts, or folder with one of these")
    .optionsGroup(HELP_GROUPS.output)
    .option("--entry <name>", ENTRY)
    .addHelpText("after", INSPECT_NOTES)
    .action(async (path: string, values: WeightsValues) => {
      const { weightsInspectCommand } = await import("../commands/weights_inspect.ts");
      finish(await weightsInspectCommand({ ...values, path }));
    });
}

function addConvert(weights: Command, finish: Finish): void {
  weights.command("convert")
    .summary("write weights as safetensors")
    .description(
      "Writes the weights of any file that is read here as a safetensors file, under the names of " +
        "PyTorchVideo or TimeSformer, in float32, with what is known of the network.",
    )
    .argument("<file>", "file of weights, index of its parts, or folder with one of these")
    .argument("<output>", "new safetensors file")
    .optionsGroup(HELP_GROUPS.output)
    .option("--entry <name>", ENTRY)
    .addHelpText("after", CONVERT_NOTES)
    .action(async (path: string, output: string, values: WeightsValues) => {
      const { weightsConvertCommand } = await import("../commands/weights_convert.ts");
      finish(await weightsConvertCommand({ ...values, path, output }));
    });
}
