import type { Command } from "commander";
import type { Finish } from "./finish.ts";

const NOTES = `
Examples:
  deno task doctor`;

/** Adds `doctor` to a program. */
export function addDoctorCommand(program: Command, finish: Finish): void {
  program.command("doctor")
    .summary("check the installation")
    .description("Shows what is installed, what is missing, and how to fix it.")
    .argument("[data]", "folder or list of videos: also whether ffmpeg has their codecs")
    .addHelpText("after", NOTES)
    .action(async (data: string | undefined) => {
      const { doctorCommand } = await import("../commands/doctor.ts");
      finish(await doctorCommand(data));
    });
}
