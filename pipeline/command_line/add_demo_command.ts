import type { Command } from "commander";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import { readPort } from "./option_readers.ts";

const NOTES = `
Any server for files can serve the folder as well. This one lets browsers use
several threads, and serves this machine alone. Videos stay in the browser.

Examples:
  deno task export --network both --output first_web
  deno task demo first_web
  deno task demo first_web --port 0`;

interface DemoValues {
  readonly port: number;
}

/** Adds `demo` to a program. */
export function addDemoCommand(program: Command, finish: Finish): void {
  program.command("demo")
    .summary("look at videos in the browser with an exported model")
    .description("Serves the page that export has written for the web to this machine.")
    .argument("<folder>", "folder that export has written, whose name ends with web")
    .optionsGroup(HELP_GROUPS.output)
    .option("--port <number>", "port of the page, on this machine alone", readPort, 8767)
    .addHelpText("after", NOTES)
    .action(async (folder: string, { port }: DemoValues) => {
      const { demoCommand } = await import("../commands/demo.ts");
      finish(await demoCommand({ folder, port }));
    });
}
