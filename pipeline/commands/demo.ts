import { join } from "node:path";
import { FACTS_FILE } from "../export/export_facts.ts";
import { demoHandler } from "../export/web/demo_handler.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { servePage } from "../local_page/serve_page.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task demo`. */
export interface DemoCommandOptions {
  /** What `deno task export` has written for the web. */
  readonly folder: string;
  /** Port of the page; 0 for any that is free. */
  readonly port: number;
}

/**
 * Serves an exported demo page to this machine, until it is interrupted.
 *
 * @returns The exit code.
 * @throws {TypeError} If the folder is not such an export.
 */
export async function demoCommand({ folder, port }: DemoCommandOptions): Promise<number> {
  for (const name of ["index.html", FACTS_FILE]) {
    if (statIfPresent(join(folder, name))?.isFile) continue;
    throw new TypeError(
      `Cannot show '${folder}' as it must be a folder that "deno task export --output NAME_web" ` +
        `has written: it has no ${name}`,
    );
  }
  return await withProgress({ first: "Stopping." }, async ({ progress, signal }) => {
    const onListen = (address: string) => progress.note(`Open ${address}; Ctrl-C ends`);
    await servePage(demoHandler(folder), { port, signal, onListen });
    return 0;
  });
}
