import { loadConfig, type Override } from "../config/config.ts";
import { writeAtomically } from "../run/files.ts";
import { withProgress } from "./with_progress.ts";

/** What `data sheet` was asked to do. */
export interface DataSheetRequest {
  /** File of the video. */
  readonly video: string;
  /** JSON file or name of a preset that says how views are drawn. */
  readonly config: string;
  /** File that gets the picture. */
  readonly output: string;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/**
 * Writes a contact sheet of a video as SVG: its views as the networks see them. Prints where it is and
 * returns the exit code.
 *
 * @throws {DecodeError} where the video cannot be read.
 */
export async function dataSheetCommand(request: DataSheetRequest): Promise<number> {
  const { video, output } = request;
  const { config } = await loadConfig(request.config, request.overrides);
  return await withProgress("Stopping.", async (options) => {
    const { contactSheet } = await import("../videos/contact_sheet.ts");
    const sheet = await contactSheet(config, video, options);
    options.progress.end();
    await writeAtomically(output, (path) => Deno.writeTextFile(path, sheet));
    console.log(`contact sheet in ${output}`);
    return 0;
  });
}
