import type { Command } from "commander";

/** Values of the option of {@linkcode addHooksOption}. */
export interface HooksOptionValues {
  /** Path of a user's own module. */
  readonly hooks?: string;
}

/** Adds the option for hooks to a command that trains. */
export function addHooksOption(command: Command): Command {
  return command.option(
    "--hooks <file>",
    "module of your own that is called after each step, see docs/hooks.md (default: none)",
  );
}
