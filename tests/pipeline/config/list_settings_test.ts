import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { leavesOf } from "../../../pipeline/config/leaves_of.ts";
import { listNetworkSettings, listSettings } from "../../../pipeline/config/list_settings.ts";

Deno.test("listSettings() lists every field of a configuration, with its default", async () => {
  const { config } = await loadConfig("published");
  const settings = new Map(listSettings().map((setting) => [setting.path, setting]));
  for (const [path] of leavesOf(config)) assert.ok(settings.has(path), path);
  const { values, isRequired, defaultValue } = settings.get("optimizer.learningRate")!;
  assert.deepEqual([values, isRequired, defaultValue], ["a number above 0", false, 0.02]);
  assert.equal(settings.get("clip.size")?.isRequired, true);
});

Deno.test("listSettings() gives the defaults that the schema fills in", async () => {
  const overrides = listSettings().flatMap(({ path, isRequired, defaultValue }) => {
    const isNamedByUser = path.includes(".NAME");
    return isRequired || isNamedByUser || defaultValue === undefined
      ? []
      : [{ path, value: defaultValue }];
  });
  const { config } = await loadConfig("motion_small", overrides);
  const filledIn = new Map(leavesOf(config));
  for (const { path, value } of overrides) assert.deepEqual(filledIn.get(path), value, path);
});

Deno.test("listNetworkSettings() lists the fields of both kinds of networks", () => {
  const kinds = listNetworkSettings();
  assert.deepEqual([...kinds.keys()], [
    "slow-resnet",
    "slowfast-resnet",
    "r3d-resnet",
    "tsm-resnet",
    "timesformer",
  ]);
  assert.ok(kinds.get("timesformer")?.some(({ path }) => path === "initialStd.linear"));
});
