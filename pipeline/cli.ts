import { Command, CommanderError, Help, Option } from "commander";
import { endProcess } from "../runtime/ffi/end_process.ts";
import { addCompareCommand } from "./command_line/add_compare_command.ts";
import { addDashboardCommand } from "./command_line/add_dashboard_command.ts";
import { addDataCommands } from "./command_line/add_data_commands.ts";
import { addDemoCommand } from "./command_line/add_demo_command.ts";
import { addDoctorCommand } from "./command_line/add_doctor_command.ts";
import { addEvaluateCommand } from "./command_line/add_evaluate_command.ts";
import { addExportCommand } from "./command_line/add_export_command.ts";
import { addHelpCommand } from "./command_line/add_help_command.ts";
import { addInitCommand } from "./command_line/add_init_command.ts";
import { addLabelCommand } from "./command_line/add_label_command.ts";
import { addPredictCommand } from "./command_line/add_predict_command.ts";
import { addReportCommand } from "./command_line/add_report_command.ts";
import { addRunsCommands } from "./command_line/add_runs_commands.ts";
import { addSetupCommand } from "./command_line/add_setup_command.ts";
import { addSuggestCommand } from "./command_line/add_suggest_command.ts";
import { addSweepCommand } from "./command_line/add_sweep_command.ts";
import { addTrainCommand } from "./command_line/add_train_command.ts";
import { addWeightsCommands } from "./command_line/add_weights_commands.ts";
import { americanOption } from "./command_line/american_option.ts";
import { explainUsageError } from "./command_line/explain_usage_error.ts";
import type { Finish } from "./command_line/finish.ts";
import { HELP_GROUPS } from "./command_line/help_groups.ts";
import { enterUserFolder } from "./terminal/home_folder.ts";
import { printText } from "./terminal/print_text.ts";
import { showError } from "./terminal/show_error.ts";
import { showText } from "./terminal/show_text.ts";
import { usePlainConsole } from "./terminal/use_plain_console.ts";

const FAILURE = 1;
const USAGE_ERROR = 2;

const EXAMPLES = `
Examples:
  deno task train                                     on the built-in videos
  deno task train --data FOLDER --labels-per-class 5  on your own videos
  deno task evaluate                                  the newest run
  deno task predict clip.mp4
  deno task help train                                the options of a command
  deno task help presets                              ready configurations
  deno task help settings                             all settings
  deno task help --version                            which version this is`;

/**
 * Runs a command line and returns its exit code: 0 success, 1 failure, 2 wrong usage, 130
 * interrupted. Loads the modules of a command only when the command runs. Prints errors on standard
 * error.
 *
 * @param words The words after `deno task`.
 */
export async function main(words: readonly string[]): Promise<number> {
  let exitCode = 0;
  const finish = (code: number) => {
    exitCode = code;
  };
  try {
    if (words.includes("--version")) {
      const { versionCommand } = await import("./commands/version.ts");
      return versionCommand();
    }
    await buildProgram(finish).parseAsync(words.map(americanOption), { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    return report(error);
  }
}

/** Builds the command line; its commands pass their exit code to `finish`. */
export function buildProgram(finish: Finish): Command {
  const program = new Command("deno task")
    .exitOverride()
    .description("Learns to recognize human actions in videos from few labels (ActNetFormer).")
    .addHelpOption(new Option("-h, --help", "show this help").helpGroup(HELP_GROUPS.help))
    .usage("<command> [options]")
    .helpCommand(false)
    .configureHelp({ visibleOptions })
    // Not earlier: help needs no permission.
    .hook("preAction", enterUserFolder);
  const showHelp = async (...words: readonly string[]) => {
    const { helpCommand } = await import("./commands/help.ts");
    finish(await helpCommand({ program, words }));
  };
  addInitCommand(program, finish);
  addTrainCommand(program, finish, showHelp);
  addEvaluateCommand(program, finish);
  addPredictCommand(program, finish);
  addExportCommand(program, finish);
  addDemoCommand(program, finish);
  addRunsCommands(program, finish);
  addReportCommand(program, finish);
  addDashboardCommand(program, finish);
  addSuggestCommand(program, finish);
  addLabelCommand(program, finish);
  addSweepCommand(program, finish, showHelp);
  addCompareCommand(program, finish);
  addDataCommands(program, finish);
  addWeightsCommands(program, finish);
  addSetupCommand(program, finish);
  addDoctorCommand(program, finish);
  addHelpCommand(program, showHelp);
  explainUsage(program);
  return program.addHelpText("after", EXAMPLES);
}

/**
 * Makes a command, and those below it, say what to write instead of what they refuse. Nothing has
 * colors: whether a terminal has them is not asked, as that reads variables of the environment that
 * no command may read, for which Deno would stop and ask the user.
 */
function explainUsage(command: Command): void {
  command.configureOutput({
    writeOut: (text) => printText(text.replace(/\n$/, "")),
    writeErr: showText,
    outputError: (text, write) => write(explainUsageError(text, command)),
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  for (const below of command.commands) explainUsage(below);
}

/** Hides `--help` of commands that only have subcommands: the list of these comes first. */
function visibleOptions(command: Command): Option[] {
  const options = new Help().visibleOptions(command);
  return command.commands.length > 0 && command.options.length === 0 ? [] : options;
}

/** Prints an error and returns the exit code. */
function report(error: unknown): number {
  showError(error, Deno.env.get("ACTNETFORMER_DEBUG") === "1");
  return FAILURE;
}

/** Reports an error that nothing could catch: thrown in a timer, or by a promise nobody awaits. */
function reportUncaught(event: ErrorEvent | PromiseRejectionEvent): void {
  event.preventDefault();
  endProcess(report("reason" in event ? event.reason : event.error));
}

if (import.meta.main) {
  usePlainConsole();
  globalThis.addEventListener("error", reportUncaught);
  globalThis.addEventListener("unhandledrejection", reportUncaught);
  endProcess(await main(Deno.args));
}
