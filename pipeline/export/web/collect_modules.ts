import { readSource } from "./read_source.ts";

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
  const waiting = [new URL(path, ROOT)];
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    const name = scriptName(url.href.slice(ROOT.href.length));
    if (modules.has(name)) continue;
    const text = await readSource(url);
    modules.set(name, text.replace(NAMES, scriptName));
    for (const [imported] of text.matchAll(NAMES)) waiting.push(new URL(imported, url));
  }
  return modules;
}

/** Servers take `.ts` for a format of videos. */
function scriptName(name: string): string {
  return name.replace(/\.ts$/, ".js");
}
