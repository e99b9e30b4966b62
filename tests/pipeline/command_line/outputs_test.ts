import assert from "node:assert/strict";
import { join } from "node:path";
import { buildProgram } from "../../../pipeline/cli.ts";
import { encodeVideos } from "../../datasets/_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { runCli } from "../_command_line.ts";
import { allCommands } from "./_commands.ts";

/**
 * The command lines that write where the user says, by the option or argument that says it. What
 * they read is not there, so a command that looks at it first says so, not that it cannot write.
 */
const OUTPUTS: Readonly<Record<string, (output: string) => readonly string[]>> = {
  "init --output": (path) => ["init", "none", "--output", `${path}.jsonc`],
  "predict --output": (path) => ["predict", "none.mp4", "--output", `${path}.json`],
  "predict --annotate": (path) => ["predict", "none.mp4", "--annotate", `${path}.mp4`],
  "predict --explain": (path) => ["predict", "none.mp4", "--explain", `${path}/`],
  "export --output": (path) => ["export", "none", "--output", `${path}.onnx`],
  "report --output": (path) => ["report", "none", "none2", "--output", `${path}.html`],
  "suggest --output": (path) => ["suggest", "--run", "none", "--output", path],
  "sweep --output": (path) => ["sweep", "none", "--output", path],
  "data make <folder>": (path) => ["data", "make", path],
  "data check --report": (path) => ["data", "check", "none", "--report", `${path}.jsonl`],
  "data prepare <folder>": (path) => ["data", "prepare", "none", path],
  "data sheet --output": (path) => ["data", "sheet", "none.mp4", "--output", `${path}.svg`],
  "data split <output>": (path) => ["data", "split", "none", path],
  "data index <file>": (path) => ["data", "index", "none", `${path}.sqlite`],
  "weights convert <output>": (path) => ["weights", "convert", "none.pth", path],
};

/** Names of options and arguments that are outputs. */
const OUTPUT_NAMES = new Set(["output", "report", "annotate", "explain"]);

/** Commands whose last argument is an output of another name. */
const OUTPUT_ARGUMENTS = new Set(["data make", "data prepare", "data index"]);

Deno.test("The table of outputs has all options and arguments that are one", () => {
  const named = allCommands(buildProgram(() => {})).flatMap((command) => {
    const words = [command.name()];
    for (let { parent } = command; parent?.parent; { parent } = parent) {
      words.unshift(parent.name());
    }
    const name = words.join(" ");
    const options = command.options.filter((option) =>
      OUTPUT_NAMES.has(option.attributeName()) && (option.required || option.optional)
    ).map(({ long }) => `${name} ${long}`);
    const written = command.registeredArguments.filter((argument) =>
      OUTPUT_NAMES.has(argument.name()) ||
      OUTPUT_ARGUMENTS.has(name) && argument === command.registeredArguments.at(-1)
    );
    return [...options, ...written.map((argument) => `${name} <${argument.name()}>`)];
  });
  assert.deepEqual(Object.keys(OUTPUTS).sort(), named.sort());
});

for (const [name, wordsOf] of Object.entries(OUTPUTS)) {
  Deno.test(`An output that cannot be written is refused before any work: ${name}`, () =>
    withFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "file"), "");
      const { code, stderr } = await runCli(wordsOf("file/new/x"), { folder });
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^error: Cannot .* '?\S*file\/new\S* as its path must lead through folders: a part of it is a file/,
      );
    }));

  Deno.test(`An output in a new folder is no reason to end, and leaves nothing: ${name}`, () =>
    withFolder(async (folder) => {
      // Some commands have nothing else that ends them.
      const environment = { FFMPEG_PATH: "/none" };
      const { code, stderr } = await runCli(wordsOf("some/new/x"), { folder, environment });
      assert.equal(code, 1);
      assert.match(stderr, /none/);
      assert.ok(!stderr.includes("some/new"), stderr);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    }));
}

Deno.test("Outputs are written into new folders, also into some of the data", () =>
  withFolder(async (folder) => {
    await encodeVideos(folder, ["a/1", "a/2", "b/1", "b/2"].map((name) => `data/${name}.mkv`));
    const written = {
      "new/2/videos.sqlite": ["data", "index", "data", "new/2/videos.sqlite"],
      "new/3/sheet.svg": ["data", "sheet", "data/a/1.mkv", "--output", "new/3/sheet.svg"],
      "new/1/lists/train.txt": ["data", "split", "data", "new/1/lists"],
      "data/new/report.jsonl": ["data", "check", "data", "--report", "data/new/report.jsonl"],
    };
    for (const [file, words] of Object.entries(written)) {
      const { code, stderr } = await runCli(words, { folder });
      assert.equal(code, 0, stderr);
      assert.ok(Deno.statSync(join(folder, file)).isFile);
    }
  }));
