import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { loadHooks } from "../../../pipeline/hooks/load_hooks.ts";
import { withFolder } from "../../_temporary_folder.ts";

async function withModule(source: string, check: (path: string) => Promise<void>) {
  await withFolder(async (folder) => {
    const path = join(folder, "mine.ts");
    await Deno.writeTextFile(path, source);
    await check(path);
  });
}

for (
  const [what, source, message] of [
    [
      "without onStep",
      "export const onstep = () => {};",
      /export onStep must be a .*there is none$/,
    ],
    ["with another onEnd", "export function onStep() {} export const onEnd = 3;", /onEnd .* is 3$/],
    ["that throws", `throw new Error("not today");`, /hooks .* must be a module: not today$/],
  ] as const
) {
  Deno.test(`loadHooks() refuses a module ${what}`, () =>
    withModule(source, (path) => assert.rejects(loadHooks(path), message)));
}

Deno.test("loadHooks() says that a file is missing", () =>
  assert.rejects(
    loadHooks("./none.ts"),
    /^Error: Cannot use the hooks \.\/none\.ts as there is no/,
  ));

Deno.test("loadHooks() says that it is a folder, as an empty path is", () =>
  assert.rejects(loadHooks(""), {
    message: "Cannot use the hooks '' as it must be a module: it is a folder",
  }));

Deno.test("loadHooks() names the function and the module in errors", async () => {
  const source = `
    export function onStep() { throw new TypeError("no server"); }
    export async function onEnd() { await Promise.reject("odd"); }`;
  const { config } = await loadConfig("motion_small", []);
  const run = { name: "first", path: "runs/first", config };
  await withModule(source, async (path) => {
    const { onStep, onEnd } = await loadHooks(path);
    const line = { kind: "step", step: 1 } as const;
    await assert.rejects(async () => await onStep(line, run), {
      message: `Cannot call onStep of ${path} as it must not fail: TypeError: no server`,
    });
    await assert.rejects(async () => await onEnd?.("failed", run), {
      message: `Cannot call onEnd of ${path} as it must not fail: odd`,
    });
  });
});
