import type { Command } from "commander";
import type { Finish } from "./add_data_commands.ts";
import { HELP_GROUPS, helpText } from "./help_text.ts";

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
    .addHelpText("after", helpText("weights"));
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
    .addHelpText("after", helpText("inspect"))
    .action(async (path: string, values: WeightsValues) => {
      const { weightsInspectCommand } = await import("./weights_inspect.ts");
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
    .addHelpText("after", helpText("convert"))
    .action(async (path: string, output: string, values: WeightsValues) => {
      const { weightsConvertCommand } = await import("./weights_convert.ts");
      finish(await weightsConvertCommand({ ...values, path, output }));
    });
}
