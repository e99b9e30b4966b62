import { dirname, join } from "node:path";
import { baseCss } from "../../local_page/base_css.ts";
import { readSource } from "../../local_page/read_source.ts";
import { collectModules } from "./collect_modules.ts";
import { copyLibraries } from "./copy_libraries.ts";

/** The module that the page starts with. */
const PAGE_MODULE = "pipeline/export/web/page/demo_page.js";

/** Files that are copied as they are, by where they are put. */
const PAGE_FILES: Readonly<Record<string, string>> = {
  "index.html": "index.html",
  "demo_page.css": "demo_page.css",
  "vendor/LICENSE.txt": "LICENSE.txt",
};

/**
 * Copies the page that looks at videos into a folder, which is there, with all that it loads but the
 * model.
 */
export async function copyPage(folder: string): Promise<void> {
  await Deno.mkdir(join(folder, "vendor"));
  await copyLibraries(join(folder, "vendor"));
  for (const [name, source] of Object.entries(PAGE_FILES)) {
    const text = await readSource(new URL(`page/${source}`, import.meta.url));
    await Deno.writeTextFile(join(folder, name), text);
  }
  await Deno.writeTextFile(join(folder, "base.css"), await baseCss());
  for (const [name, text] of await collectModules(PAGE_MODULE)) {
    const target = join(folder, "modules", name);
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.writeTextFile(target, text);
  }
}
