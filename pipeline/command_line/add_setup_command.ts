import type { Command } from "commander";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";

const NOTES = `
Examples:
  deno task setup
  deno task setup --gpu`;

/** Adds `setup` to a program. */
export function addSetupCommand(program: Command, finish: Finish): void {
  program.command("setup")
    .summary("download TensorFlow and ffmpeg now")
    .description("Downloads TensorFlow (274 MB) and ffmpeg (29 MB) now rather than on first use.")
    .optionsGroup(HELP_GROUPS.device)
    .option("--gpu", "also download what NVIDIA GPUs need, several GB (default: for the processor)")
    .addHelpText("after", NOTES)
    .action(async ({ gpu = false }: { gpu?: boolean }) => {
      const { setupCommand } = await import("../commands/setup.ts");
      finish(await setupCommand({ gpu }));
    });
}
