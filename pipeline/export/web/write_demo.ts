import { join } from "node:path";
import type { RecordedGraph } from "../../../runtime/mod.ts";
import { writeFolder } from "../../files/write_folder.ts";
import { writeJson } from "../../files/write_json.ts";
import { FACTS_FILE } from "../export_facts.ts";
import type { RunModel } from "../run_model.ts";
import { checkOf } from "./check_of.ts";
import { copyPage } from "./copy_page.ts";
import { encodeGraphModel } from "./graph_model.ts";
import { rewriteForWeb } from "./rewrites/rewrite_for_web.ts";
import { writeGraphModel } from "./write_graph_model.ts";

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
    await Deno.mkdir(join(folder, "model"));
    await writeGraphModel(graphModel, join(folder, "model"));
    await writeJson(join(folder, FACTS_FILE), model.facts);
    await writeJson(join(folder, "check.json"), check);
    await copyPage(folder);
  });
}
