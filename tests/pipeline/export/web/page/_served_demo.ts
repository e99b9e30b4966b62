import { join } from "node:path";
import { recordModel } from "../../../../../pipeline/export/record_model.ts";
import type { RunModel } from "../../../../../pipeline/export/run_model.ts";
import { demoHandler } from "../../../../../pipeline/export/web/demo_handler.ts";
import { writeDemo } from "../../../../../pipeline/export/web/write_demo.ts";
import { servePage } from "../../../../../pipeline/local_page/serve_page.ts";
import { withFolder } from "../../../../_temporary_folder.ts";

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
    const ending = new AbortController();
    const { promise, resolve } = Promise.withResolvers<string>();
    const options = { port: 0, signal: ending.signal, onListen: resolve };
    const served = servePage(demoHandler(folder), options);
    try {
      await work({ address: await promise, folder });
    } finally {
      ending.abort();
      await served;
    }
  });
}
