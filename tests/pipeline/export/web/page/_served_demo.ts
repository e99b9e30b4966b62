import { join } from "node:path";
import { recordModel } from "../../../../../pipeline/export/record_model.ts";
import type { RunModel } from "../../../../../pipeline/export/run_model.ts";
import { demoHandler } from "../../../../../pipeline/export/web/demo_handler.ts";
import { writeDemo } from "../../../../../pipeline/export/web/write_demo.ts";
import { withFolder } from "../../../../_temporary_folder.ts";
import { serve } from "../../../local_page/_served.ts";

/** A demo page that is served. */
export interface ServedDemo {
  /** Address of the page. */
  readonly address: string;
  /** The folder of its files. */
  readonly folder: string;
}

/** Writes a demo page of a model, and serves it while `work` looks at it. */
export function withDemo(
  model: RunModel,
  work: (demo: ServedDemo) => Promise<void>,
): Promise<void> {
  return withFolder(async (above) => {
    const folder = join(above, "first_web");
    await writeDemo(folder, recordModel(model.networks, model.facts), model);
    await using served = await serve(demoHandler(folder));
    await work({ address: served.address, folder });
  });
}
