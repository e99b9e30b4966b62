import { loadAhead } from "../../runtime/load_ahead.ts";
import { loadConfig, type Override } from "../config/config.ts";
import { tryOutput } from "../files/try_output.ts";
import { writeText } from "../files/write_text.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task data sheet`. */
export interface DataSheetCommandOptions {
  /** File of the video. */
  readonly video: string;
  /** Preset or file of the configuration, which says how views are drawn. */
  readonly config: string;
  /** File for the image. */
  readonly output: string;
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
}

/**
 * Writes a contact sheet of a video as SVG: its views as the networks see them. Prints the path of
 * the image and returns the exit code.
 *
 * @throws {DecodeError} If the video cannot be read.
 */
export async function dataSheetCommand(options: DataSheetCommandOptions): Promise<number> {
  const { video, output } = options;
  const makeFolders = await tryOutput(output, "file");
  const { config } = await loadConfig(options.config, options.overrides);
  return await withProgress({ first: "Stopping; nothing is written." }, async (work) => {
    await loadAhead(config.device);
    const { contactSheet } = await import("../videos/contact_sheet.ts");
    const sheet = await contactSheet(config, video, work);
    work.progress.end();
    await makeFolders();
    await writeText(output, sheet);
    console.log(`Contact sheet: ${output}`);
    return 0;
  });
}
