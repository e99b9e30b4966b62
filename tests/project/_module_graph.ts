import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A module that a file imports. */
export interface ImportedModule {
  /** The path of a file relative to the root, or a name: `npm:rxjs`, `node:path`, a URL. */
  readonly target: string;
  /** Whether only its types are imported, so that it is not loaded. */
  readonly typeOnly: boolean;
  /** Whether it is loaded only when the code runs, by `import()`. */
  readonly dynamic: boolean;
}

/** What each file imports; the paths are relative to the root. */
export type ModuleGraph = ReadonlyMap<string, readonly ImportedModule[]>;

/**
 * Reads what files import from Deno's own module graph, dynamic imports included.
 *
 * @param root Folder of deno.json.
 * @param files Paths relative to the root.
 */
export async function readModuleGraph(
  root: string,
  files: readonly string[],
): Promise<ModuleGraph> {
  // One module that imports all files: Deno then reads every file once.
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const imports = files.map((file) => `import ${JSON.stringify(urlOf(root, file))};`);
    await Deno.writeTextFile(entry, imports.join("\n"));
    const { modules } = await denoInfo(root, entry);
    const wanted = new Map(files.map((file) => [urlOf(root, file), file]));
    const graph = new Map<string, ImportedModule[]>();
    for (const { specifier, dependencies = [] } of modules) {
      const file = wanted.get(specifier);
      if (file !== undefined) {
        graph.set(file, dependencies.map((dependency) => importedModule(root, dependency)));
      }
    }
    return graph;
  } finally {
    await Deno.remove(entry);
  }
}

/** What `deno info --json` writes, as far as it is used here. */
interface DenoInfo {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly Dependency[];
  }[];
}

interface Dependency {
  /** The specifier as it is written. */
  readonly specifier: string;
  readonly isDynamic?: boolean;
  readonly code?: { readonly specifier?: string };
  readonly type?: { readonly specifier?: string };
}

async function denoInfo(root: string, entry: string): Promise<DenoInfo> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--config", join(root, "deno.json"), entry],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function importedModule(root: string, dependency: Dependency): ImportedModule {
  const { specifier, code, type, isDynamic } = dependency;
  return {
    target: targetOf(root, code?.specifier ?? type?.specifier ?? specifier),
    typeOnly: code === undefined,
    dynamic: isDynamic ?? false,
  };
}

function targetOf(root: string, resolved: string): string {
  if (resolved.startsWith("file:")) return relative(root, fileURLToPath(resolved));
  // For example npm:rxjs@7.8.2 or npm:/pure-rand@8.4.2/generator/xoroshiro128plus.
  const name = /^npm:\/?((?:@[^/]+\/)?[^@/]+)/.exec(resolved)?.[1];
  return name === undefined ? resolved : `npm:${name}`;
}

function urlOf(root: string, file: string): string {
  return pathToFileURL(join(root, file)).href;
}
