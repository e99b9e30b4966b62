import assert from "node:assert/strict";
import { relative } from "node:path";

const ROOT = new URL("../..", import.meta.url);

/** The part of `deno info --json` that is read here. */
interface ModuleGraph {
  readonly roots: readonly string[];
  readonly redirects?: Readonly<Record<string, string>>;
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
  }[];
}

/** What running a module loads: files of the project by their path, packages as `npm:…`. */
async function modulesLoadedBy(path: string): Promise<string[]> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", path],
    cwd: ROOT,
    stderr: "inherit",
  }).output();
  assert.ok(success, `deno info ${path}`);
  const graph: ModuleGraph = JSON.parse(new TextDecoder().decode(stdout));
  const dependencies = new Map(
    graph.modules.map((module) => [module.specifier, module.dependencies ?? []]),
  );
  const loaded = new Set<string>();
  const pending = [...graph.roots];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const specifier = graph.redirects?.[next] ?? next;
    if (loaded.has(specifier)) continue;
    loaded.add(specifier);
    for (const { code } of dependencies.get(specifier) ?? []) {
      if (code?.specifier !== undefined) pending.push(code.specifier);
    }
  }
  return [...loaded].map((specifier) =>
    specifier.startsWith("file:") ? relative(ROOT.pathname, new URL(specifier).pathname) : specifier
  );
}

Deno.test("modulesLoadedBy() finds the device behind models/mod.ts", async () => {
  const loaded = await modulesLoadedBy("models/mod.ts");
  assert.ok(loaded.includes("runtime/mod.ts"));
  assert.ok(loaded.some((module) => module.includes("@tensorflow/tfjs")));
});

Deno.test.each([
  "models/safetensors/mod.ts",
  "models/named_configs.ts",
  "models/slow_resnet_config.ts",
  "models/timesformer_config.ts",
  "pipeline/config/config.ts",
])("%s loads no TensorFlow", async (path) => {
  const loaded = await modulesLoadedBy(path);
  assert.ok(loaded.includes(path));
  const device = loaded.filter((module) =>
    module.startsWith("runtime/") || module.includes("@tensorflow")
  );
  assert.deepEqual(device, []);
});
