import assert from "node:assert/strict";
import { join } from "node:path";
import { ConfigError } from "../../../pipeline/config/config_error.ts";
import { readConfigSource } from "../../../pipeline/config/source.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** Writes JSON files and returns a function from name to path. */
async function filesIn(folder: string, files: Readonly<Record<string, unknown>>) {
  for (const [name, value] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), JSON.stringify(value));
  }
  return (name: string) => join(folder, name);
}

Deno.test("readConfigSource() merges a configuration into those it extends", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "deep"));
    const path = await filesIn(folder, {
      "base.json": {
        about: "base",
        list: [1, 2],
        clip: { size: 32, primary: { frames: 4, stride: 8 } },
        primary: { kind: "slow-resnet", width: 16 },
        auxiliary: { kind: "timesformer", width: 64 },
        schedule: { steps: 10, labeledPerStep: 4 },
      },
      "middle.json": { extends: "base.json", about: "middle", clip: { size: 64 } },
      "deep/top.json": {
        extends: "../middle.json",
        list: [3],
        clip: { primary: { frames: 8 } },
        primary: { kind: "timesformer", depth: 1 },
        auxiliary: { kind: "timesformer", depth: 2 },
        schedule: { epochs: 2 },
      },
    });
    assert.deepEqual(await readConfigSource(path("deep/top.json")), {
      about: "middle",
      list: [3],
      clip: { size: 64, primary: { frames: 8, stride: 8 } },
      primary: { kind: "timesformer", depth: 1 },
      auxiliary: { kind: "timesformer", width: 64, depth: 2 },
      schedule: { labeledPerStep: 4, epochs: 2 },
    });
  }));

Deno.test("readConfigSource() extends presets by name", () =>
  withFolder(async (folder) => {
    const path = await filesIn(folder, {
      "mine.json": { extends: "motion_small", primary: "slow_r18", seed: 3 },
    });
    const base = await readConfigSource("motion_small") as Record<string, unknown>;
    assert.deepEqual(await readConfigSource(path("mine.json")), {
      ...base,
      primary: "slow_r18",
      seed: 3,
    });
  }));

Deno.test("readConfigSource() refuses a circle, naming it", () =>
  withFolder(async (folder) => {
    const path = await filesIn(folder, {
      "a.json": { extends: "b.json" },
      "b.json": { extends: "./a.json" },
      "self.json": { extends: "self.json" },
    });
    const circle = [path("a.json"), path("b.json"), path("a.json")].join(" extends ");
    await assert.rejects(readConfigSource(path("a.json")), (error) => {
      assert.ok(error instanceof ConfigError && error.message.includes(circle), String(error));
      return true;
    });
    await assert.rejects(
      readConfigSource(path("self.json")),
      /must not lead back to the same file/,
    );
  }));

Deno.test("readConfigSource() refuses what cannot be extended", () =>
  withFolder(async (folder) => {
    const path = await filesIn(folder, {
      "number.json": { extends: 3 },
      "none.json": { extends: "nothing" },
      "list.json": { extends: "number.json" },
    });
    const message = /extends must be a preset or the path of a JSON file: current value is 3/;
    await assert.rejects(readConfigSource(path("number.json")), message);
    await assert.rejects(readConfigSource(path("list.json")), message);
    await assert.rejects(
      readConfigSource(path("none.json")),
      /the config nothing as it must be the name of a preset or the path of a JSON file/,
    );
  }));

Deno.test("readConfigSource() refuses a file that is not an object, also where it is extended", () =>
  withFolder(async (folder) => {
    const path = await filesIn(folder, {
      "list.json": [{ seed: 3 }],
      "null.json": null,
      "mine.json": { extends: "list.json", seed: 4 },
    });
    const ofList = /list\.json as it must be an object: current value is a list$/;
    await assert.rejects(readConfigSource(path("list.json")), { message: ofList });
    await assert.rejects(readConfigSource(path("mine.json")), { message: ofList });
    const ofNull = /null\.json as it must be an object: current value is null$/;
    await assert.rejects(readConfigSource(path("null.json")), { message: ofNull });
  }));
