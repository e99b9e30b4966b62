import { dirname, join } from "node:path";
import { readPageFile } from "../../local_page/read_page_file.ts";
import { paletteCss } from "../../pictures/palette_css.ts";
import type { ExportFacts } from "../export_facts.ts";
import { recordModel, type TrainedModel } from "../record_model.ts";
import { collectModules } from "./collect_modules.ts";
import { copyLibraries } from "./copy_libraries.ts";
import { encodeGraphModel } from "./graph_model.ts";
import { rewriteForWeb } from "./rewrites/rewrite_for_web.ts";
import { writeGraphModel } from "./write_graph_model.ts";

/** The module that the page starts with. */
const PAGE_MODULE = "pipeline/export/web/page/demo_page.js";

/** Files that are copied as they are. */
const PAGE_FILES = ["index.html", "demo_page.css"];

/** What is written. */
export interface DemoModel {
  readonly facts: ExportFacts;
  readonly networks: readonly TrainedModel[];
}

/**
 * Writes a folder that any server for files can serve: a model for TensorFlow.js, and a page that
 * looks at videos with it. It loads nothing from elsewhere.
 *
 * @param folder One that is there and empty.
 * @returns Bytes of the model.
 */
export async function writeDemo(
  { facts, networks }: DemoModel,
  folder: string,
): Promise<number> {
  for (const name of ["model", "vendor"]) await Deno.mkdir(join(folder, name));
  const graph = rewriteForWeb(recordModel(networks, facts));
  const bytes = await writeGraphModel(encodeGraphModel(graph), join(folder, "model"));
  await Deno.writeTextFile(join(folder, "facts.json"), JSON.stringify(facts, null, 2));
  await copyLibraries(join(folder, "vendor"));
  await copyText("LICENSE.txt", join(folder, "vendor", "LICENSE.txt"));
  for (const name of PAGE_FILES) await copyText(name, join(folder, name));
  await Deno.writeTextFile(join(folder, "palette.css"), paletteCss());
  for (const [path, text] of await collectModules(PAGE_MODULE)) {
    const target = join(folder, "modules", path);
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.writeTextFile(target, text);
  }
  return bytes;
}

async function copyText(name: string, target: string): Promise<void> {
  const { text } = await readPageFile(new URL(`page/${name}`, import.meta.url));
  await Deno.writeTextFile(target, text);
}
