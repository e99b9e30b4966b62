import { dirname, join } from "node:path";
import type { RecordedGraph } from "../../../runtime/mod.ts";
import { writeFolder } from "../../files/write_folder.ts";
import { writeJson } from "../../files/write_json.ts";
import { paletteCss } from "../../pictures/palette_css.ts";
import { FACTS_FILE } from "../export_facts.ts";
import type { RunModel } from "../run_model.ts";
import { checkOf } from "./check_of.ts";
import { collectModules } from "./collect_modules.ts";
import { copyLibraries } from "./copy_libraries.ts";
import { encodeGraphModel } from "./graph_model.ts";
import { readSource } from "./read_source.ts";
import { rewriteForWeb } from "./rewrites/rewrite_for_web.ts";
import { writeGraphModel } from "./write_graph_model.ts";

/** The module that the page starts with. */
const PAGE_MODULE = "pipeline/export/web/page/demo_page.js";

/** Files that are copied as they are, by where they are put. */
const PAGE_FILES: Readonly<Record<string, string>> = {
  "index.html": "index.html",
  "demo_page.css": "demo_page.css",
  "vendor/LICENSE.txt": "LICENSE.txt",
};

/**
 * Writes a folder that any server for files can serve: a model for TensorFlow.js, and a page that
 * looks at videos with it. It loads nothing from elsewhere.
 *
 * @param path A new folder.
 * @param graph What the networks compute.
 * @param model The networks, for numbers by which the page checks what a browser computes.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeDemo(
  path: string,
  graph: RecordedGraph,
  model: Pick<RunModel, "networks" | "facts">,
): Promise<void> {
  const graphModel = encodeGraphModel(rewriteForWeb(graph));
  const check = checkOf(model);
  await writeFolder(path, async (folder) => {
    for (const name of ["model", "vendor"]) await Deno.mkdir(join(folder, name));
    await writeGraphModel(graphModel, join(folder, "model"));
    await writeJson(join(folder, FACTS_FILE), model.facts);
    await writeJson(join(folder, "check.json"), check);
    await copyLibraries(join(folder, "vendor"));
    for (const [name, source] of Object.entries(PAGE_FILES)) {
      const text = await readSource(new URL(`page/${source}`, import.meta.url));
      await Deno.writeTextFile(join(folder, name), text);
    }
    await Deno.writeTextFile(join(folder, "palette.css"), paletteCss());
    for (const [name, text] of await collectModules(PAGE_MODULE)) {
      const target = join(folder, "modules", name);
      await Deno.mkdir(dirname(target), { recursive: true });
      await Deno.writeTextFile(target, text);
    }
  });
}
