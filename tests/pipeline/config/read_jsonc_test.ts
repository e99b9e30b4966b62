import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { ConfigError } from "../../../pipeline/config/config_error.ts";
import { readJsonc } from "../../../pipeline/config/read_jsonc.ts";
import { withFolder } from "../../_temporary_folder.ts";

const OPTIONS = { source: "the file", kind: "preset", names: () => ["small", "published"] };

/** Reads a file with a text. */
async function read(text: string): Promise<unknown> {
  return await withFolder(async (folder) => {
    const path = join(folder, "file.jsonc");
    await Deno.writeTextFile(path, text);
    return await readJsonc(path, OPTIONS);
  });
}

Deno.test("readJsonc() reads comments and trailing commas", async () => {
  const text = `// A header.
  {
    "a": [1, 2], /* in between */
    "b": "// not a comment",
  }`;
  assert.deepEqual(await read(text), { a: [1, 2], b: "// not a comment" });
});

Deno.test("readJsonc() reads any JSON as JSON.parse() does", async () => {
  const json = fc.json().filter((text) => !text.includes("__proto__"));
  await fc.assert(
    fc.asyncProperty(json, async (text) => {
      assert.deepEqual(await read(text), JSON.parse(text));
    }),
    { numRuns: 30 },
  );
});

Deno.test.each([
  ["", "line 1, column 1: value expected"],
  ["{", "line 1, column 2: close brace expected"],
  [`{\n  "a": 1\n  "b": 2\n}`, "line 3, column 3: comma expected"],
  [`{\n  "a": yes\n}`, "line 2, column 8: invalid symbol"],
  [`{ "a" 1 }`, "line 1, column 7: colon expected"],
  [`[1] [2]`, "line 1, column 5: end of file expected"],
])("readJsonc() names the position of a mistake: %j", async (text, position) => {
  await assert.rejects(read(text), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.message, `Cannot use the file as it must be JSON: ${position}`);
    return true;
  });
});

Deno.test("readJsonc() refuses a missing file and a folder", () =>
  withFolder(async (folder) => {
    const refused =
      "Cannot use the file as it must be the name of a preset or the path of a JSON file";
    const path = join(folder, "smal");
    await assert.rejects(readJsonc(path, OPTIONS), {
      name: "ConfigError",
      message: `${refused}: there is no preset of that name, and no file ${path}; ` +
        "did you mean small? All presets: deno task help presets",
    });
    await assert.rejects(readJsonc(folder, OPTIONS), {
      name: "ConfigError",
      message: `${refused}: it is a folder. All presets: deno task help presets`,
    });
  }));

Deno.test("readJsonc() reads a file that starts with a byte order mark", async () => {
  assert.deepEqual(await read('\ufeff{ "seed": 1 }'), { seed: 1 });
});

Deno.test.each([
  ["UTF-16", [0xff, 0xfe, 0x7b, 0, 0x7d, 0]],
  ["Latin-1", [0x22, 0xe9, 0x22]],
  ["a video", [0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70, 0xff]],
])("readJsonc() refuses what is not UTF-8: %s", (_name, bytes) =>
  withFolder(async (folder) => {
    const path = join(folder, "file.jsonc");
    await Deno.writeFile(path, new Uint8Array(bytes));
    await assert.rejects(readJsonc(path, OPTIONS), {
      name: "ConfigError",
      message: /^Cannot use the file as it must be JSON text in UTF-8: it is in another encoding/,
    });
  }));

Deno.test("readJsonc() says why a name leads to no file", () =>
  withFolder(async (folder) => {
    await Deno.symlink("loop", join(folder, "loop"));
    const reasons = { "loop": /lead in a circle/, ["x".repeat(300)]: /so long a name/ };
    for (const [name, message] of Object.entries(reasons)) {
      await assert.rejects(readJsonc(join(folder, name), OPTIONS), {
        name: "ConfigError",
        message,
      });
    }
  }));

for (
  const [name, text, message] of [
    ["a key twice", '{\n  "seed": 1,\n  "seed": 2\n}', /must be JSON: it has the key 'seed' twice/],
    ["brackets without end", "[".repeat(1e5) + "]".repeat(1e5), /lists and objects in one another/],
    ["a reserved key", '{"__proto__": {"seed": 5}}', /the key '__proto__', which is reserved/],
    ["200,000 unknown keys", () => {
      const keys = Array.from({ length: 2e5 }, (_, index) => `"k${index}":1`);
      return `{"extends":"motion_small",${keys.join()}}`;
    }, /is an unknown key/],
  ] as const
) {
  Deno.test(`loadConfig() refuses ${name} by a short message`, () =>
    withFolder(async (folder) => {
      const path = join(folder, "own.jsonc");
      await Deno.writeTextFile(path, typeof text === "string" ? text : text());
      await assert.rejects(loadConfig(path), (error) => {
        assert.ok(error instanceof ConfigError, Deno.inspect(error).slice(0, 500));
        assert.match(error.message, message);
        assert.ok(error.message.length < 1000, error.message.slice(0, 2000));
        return true;
      });
    }));
}

Deno.test("loadConfig() reads what only looks like a key twice", () =>
  withFolder(async (folder) => {
    const path = join(folder, "own.jsonc");
    const text =
      '\uFEFF{ // "seed": 1, "a": [[[ " \n "extends": "motion_small", /* "seed": */ "seed": 2, }';
    await Deno.writeTextFile(path, text);
    assert.equal((await loadConfig(path)).config.seed, 2);
  }));
