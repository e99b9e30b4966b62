import type { Command } from "commander";
import { suggest } from "../../datasets/suggest.ts";
import { listSettings } from "../config/list_settings.ts";
import { describePresets } from "../config/source.ts";
import { suggestSetting } from "../config/suggest_setting.ts";
import { formatFiles } from "./format_files.ts";
import { settingsHelp } from "./settings_help.ts";
import { describeGrids } from "../sweep/grid_path.ts";
import { printText } from "../terminal/print_text.ts";

/** Options of `deno task help`. */
export interface HelpCommandOptions {
  /** The command line. */
  readonly program: Command;
  /** What help is wanted on: a command, a topic, or a setting; nothing for an overview. */
  readonly words: readonly string[];
}

/**
 * Prints help on a command, the presets, the grids or the settings.
 *
 * @returns The exit code.
 * @throws {CommanderError} If there is none.
 */
export async function helpCommand({ program, words }: HelpCommandOptions): Promise<number> {
  const command = findCommand(program, words);
  if (command !== undefined) {
    command.outputHelp();
    return 0;
  }
  printText(await helpOnTopic(words) ?? refuse(program, words.join(" ")));
  return 0;
}

/** Returns help on a topic or setting; undefined if there is none. */
async function helpOnTopic([topic = "", path, ...others]: readonly string[]) {
  if (others.length > 0 || path !== undefined && topic !== "settings") return undefined;
  if (topic === "presets") return formatFiles(await describePresets());
  if (topic === "grids") return formatFiles(await describeGrids());
  const page = await Deno.readTextFile(new URL("../../docs/settings.md", import.meta.url));
  return settingsHelp(page, topic === "settings" ? path : topic);
}

function refuse(program: Command, topic: string): never {
  const commands = program.commands.map((command) => command.name());
  const topics = [...commands, "presets", "grids", "settings"];
  const meant = suggest(topic, topics) ??
    suggestSetting(topic, listSettings().map(({ path }) => path));
  const question = meant === undefined ? "" : `; did you mean ${meant}?`;
  program.error(
    `error: no help on '${topic}': it is not a command, a topic or a setting${question}\n` +
      `(There is help on ${topics.join(", ")})`,
  );
}

/** Finds the command that words name, one below the other; undefined if there is none. */
function findCommand(program: Command, words: readonly string[]): Command | undefined {
  let command: Command | undefined = program;
  for (const word of words) command = command?.commands.find((below) => below.name() === word);
  return command;
}
