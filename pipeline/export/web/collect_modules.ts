import { readSource } from "../../local_page/read_source.ts";

/** Names of modules in a module: those that it imports, and workers that it starts. */
const NAMES = /(?<=\bfrom ")\.[^"]+(?=")|(?<=new URL\(")[^"]+(?=", import\.meta\.url)/g;

/** The folder of the program. */
const ROOT = new URL("../../../", import.meta.url);

/**
 * Reads a module and all that it loads, without types, under names that any server sends as
 * JavaScript: the page shares the program's own modules, and so looks at videos as it does.
 *
 * @param path The module's path in the program.
 * @returns Texts by path.
 */
export async function collectModules(path: string): Promise<ReadonlyMap<string, string>> {
  const modules = new Map<string, string>();
  const waiting = new Set([new URL(path, ROOT).href]);
  // A set gives what is added meanwhile, too, and each once.
  for (const href of waiting) {
    const name = scriptName(href.slice(ROOT.href.length));
    if (modules.has(name)) throw new Error(`Cannot name two modules ${name}`);
    const text = await readSource(new URL(href));
    modules.set(name, text.replace(NAMES, scriptName));
    for (const [imported] of text.matchAll(NAMES)) waiting.add(new URL(imported, href).href);
  }
  return modules;
}

/**
 * Returns the name of a module in the folder: servers take `.ts` for a format of videos, and some
 * leave out files whose name starts with an underscore.
 */
function scriptName(name: string): string {
  return name.replace(/\.ts$/, ".js").replace(/_(?=[^/]*$)(?<=(?:^|\/)_)/, "");
}
