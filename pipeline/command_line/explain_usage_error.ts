import type { Command } from "commander";
import { OPTION_HABITS } from "./option_habits.ts";

/** The first letters of a word, which say which one is meant. */
const MEANING_LETTERS = 3;

/** A problem with the number of arguments. */
const ARGUMENT_PROBLEM = /missing required argument|too many arguments/;

/**
 * Adds to commander's message about a command line what to write instead: our option for one that
 * people know from other programs, the usage if arguments are missing, or where help is.
 *
 * @param text The message, with a final newline.
 * @param command The command that it is about.
 */
export function explainUsageError(text: string, command: Command): string {
  const [, excess] = /too many arguments.* got \d+: ([^,]*?)[,.]/.exec(text) ?? [];
  // Of a command that does something by itself, commander takes a mistyped one below it so.
  if (excess !== undefined && command.commands.length > 0) return unknownCommand(excess, command);
  if (ARGUMENT_PROBLEM.test(text)) return `${text}usage: ${usageOf(command)}\n`;
  const [message = "", unknown = ""] = /^.*unknown option '--?([\w-]+)(?:=.*)?'/.exec(text) ?? [];
  const replacement = replacementOf(unknown, command);
  if (replacement !== undefined) return `${message}\n(${replacement})\n`;
  if (text.includes("Did you mean") || !/unknown (?:option|command)/.test(text)) return text;
  const help = command.parent === null
    ? "deno task help lists the commands"
    : `${nameOf(command)} --help lists the ${command.commands.length > 0 ? "commands" : "options"}`;
  return `${text}(${help})\n`;
}

function unknownCommand(word: string, command: Command): string {
  const names = command.commands.map((below) => below.name());
  const meant = names.find((name) => name.startsWith(word.slice(0, MEANING_LETTERS)));
  const hint = meant === undefined ? `There are: ${names.join(", ")}` : `Did you mean ${meant}?`;
  return `error: unknown command '${word}'\n(${hint})\n`;
}

/** What to write instead of an option of other programs; undefined if it is not one. */
function replacementOf(unknown: string, command: Command): string | undefined {
  const habit = unknown.replaceAll("_", "-");
  const replacement = Object.hasOwn(OPTION_HABITS, habit)
    ? OPTION_HABITS[habit]?.find((text) => !text.startsWith("--") || has(command, text))
    : undefined;
  return replacement?.startsWith("--") ? `Here it is: ${replacement}` : replacement;
}

/** Whether a command has the option that a text starts with, and it has that effect there. */
function has(command: Command, text: string): boolean {
  const [flag] = text.split(" ");
  const options = new Set(command.options.map(({ long }) => long));
  // The networks and the training of a run that there is already stay what they are.
  return options.has(flag) && !(flag === "--set" && options.has("--run"));
}

function usageOf(command: Command): string {
  return command.createHelp().commandUsage(command);
}

/** The words with which a command is called. */
function nameOf(command: Command): string {
  const parent = command.parent === null ? "" : `${nameOf(command.parent)} `;
  return `${parent}${command.name()}`;
}
