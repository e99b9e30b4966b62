import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { formatConfig } from "../../../pipeline/proposal/format_config.ts";
import { withFolder } from "../../_temporary_folder.ts";

const PROPOSED = {
  about: ['2 classes (fight, "normal"), 12 labeled training videos'],
  preset: "videos_small",
  fields: [
    { path: "data.source", value: '/videos/my "fights"', why: "as given" },
    { path: "method.name", value: "supervised", why: "all videos are labeled" },
    { path: "data.validationShare", value: 0.2, why: "some can score the training" },
    { path: "evaluate.everySteps", value: 80, why: "the best are kept" },
  ],
  command: "deno task train --config mine.jsonc",
};

Deno.test("formatConfig() writes what train reads, a reason above each field", () =>
  withFolder(async (folder) => {
    const text = formatConfig(PROPOSED);
    assert.equal(
      text,
      `// 2 classes (fight, "normal"), 12 labeled training videos
//
// Train: deno task train --config mine.jsonc
// All settings with their defaults: deno task help settings
{
  // What is not set here is as in this preset.
  "extends": "videos_small",
  "data": {
    // as given
    "source": "/videos/my \\"fights\\"",
    // some can score the training
    "validationShare": 0.2
  },
  "method": {
    // all videos are labeled
    "name": "supervised"
  },
  "evaluate": {
    // the best are kept
    "everySteps": 80
  }
}
`,
    );
    const path = join(folder, "mine.jsonc");
    await Deno.writeTextFile(path, text);
    const { config, name } = await loadConfig(path);
    assert.equal(name, "mine");
    assert.equal(config.data.source, '/videos/my "fights"');
    assert.equal(config.data.validationShare, 0.2);
    assert.equal(config.method.name, "supervised");
    assert.equal(config.clip.size, 64);
  }));

Deno.test("formatConfig() writes fields without a section, in inner sections and set twice", () =>
  withFolder(async (folder) => {
    const path = join(folder, "mine.jsonc");
    const fields = [
      { path: "seed", value: 3, why: "as given" },
      { path: "clip.primary.frames", value: 2, why: "as given" },
      { path: "clip.primary.stride", value: 4, why: "as given" },
      { path: "clip.size", value: 32, why: "as given" },
      { path: "seed", value: 4, why: "as given" },
    ];
    await Deno.writeTextFile(path, formatConfig({ ...PROPOSED, fields }));
    const { config } = await loadConfig(path);
    const { primary, size } = config.clip;
    assert.deepEqual([config.seed, primary.frames, primary.stride, size], [4, 2, 4, 32]);
  }));
