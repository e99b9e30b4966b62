import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { SafetensorsReader } from "../../models/safetensors/mod.ts";
import { type Outcome, runCommand } from "./_command_line.ts";
import { checkpointsOf, makeSmallSet, metricsOf } from "./_small_set.ts";

let folder = "";

/** Runs `deno task train` with options in one text. */
const train = (options: string) => runCommand(folder, ["train", ...options.split(" ")]);

/** Requires that a command has succeeded, and returns its lines for people. */
function notesOf({ code, stderr }: Outcome): string {
  assert.equal(code, 0, stderr);
  return stderr;
}

/** The tensors of a network that a run left, as numbers. */
async function weightsOf(run: string, network: string): Promise<Map<string, number[]>> {
  using file = await SafetensorsReader.open(join(folder, "runs", run, `${network}.safetensors`));
  const tensors = new Map<string, number[]>();
  for (const name of file.tensors.keys()) {
    tensors.set(name, Array.from(await file.read(name), Number));
  }
  return tensors;
}

function configOf(run: string) {
  return JSON.parse(Deno.readTextFileSync(join(folder, "runs", run, "config.json")));
}

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  // Two of the three classes are for another run.
  for (const part of ["train", "test"]) {
    for (const name of ["smptebars", "testsrc"]) {
      await Deno.mkdir(join(folder, "others", part), { recursive: true });
      await Deno.rename(join(folder, "videos", part, name), join(folder, "others", part, name));
    }
    await Deno.mkdir(join(folder, "videos", part, "copy"));
    for await (const { name } of Deno.readDir(join(folder, "videos", part, "mandelbrot"))) {
      const video = await Deno.readFile(join(folder, "videos", part, "mandelbrot", name));
      // Another content for the same frames: what follows the last chunk is not read.
      const bytes = new Uint8Array([...video, 0]);
      await Deno.writeFile(join(folder, "videos", part, "copy", name), bytes);
    }
  }
  notesOf(await train("--config small.json --name parent --steps 3"));
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("train --from RUN takes its weights to other classes, with a new classifier", async () => {
  // At a rate of nearly zero what is loaded is what is left.
  const notes = notesOf(
    await train(
      "--from parent --data others --labels-per-class 2 --steps 1 --name child " +
        "--set optimizer.learningRate=1e-30 --set optimizer.momentum=0",
    ),
  );
  assert.match(notes, /^primary: Slow ResNet .*starts new for 2/m);
  assert.match(notes, /^auxiliary: TimeSformer .*starts new for 2/m);
  assert.match(notes, /^2 classes \(smptebars, testsrc\), /m);
  for (const [network, head] of [["primary", "blocks.3.proj"], ["auxiliary", "head"]] as const) {
    const parent = await weightsOf("parent", network);
    for (const [name, values] of await weightsOf("child", network)) {
      if (name.startsWith(head) || /running_|num_batches/.test(name)) continue;
      assert.deepEqual(values, parent.get(name), name);
    }
  }
  const { weights, clip, data } = configOf("child");
  assert.deepEqual([weights.primaryOrigin.run, weights.primaryOrigin.step], ["parent", 3]);
  assert.match(weights.primaryOrigin.sha256, /^[0-9a-f]{64}$/);
  assert.deepEqual(clip, configOf("parent").clip);
  assert.equal(basename(data.source), "others");
  const record = JSON.parse(Deno.readTextFileSync(join(folder, "runs/child/run.json")));
  assert.equal(record.parent, "parent");
});

Deno.test("train --from FILE chooses the network, the clips and the method by the file", async () => {
  const weights = "runs/parent/primary.safetensors";
  const notes = notesOf(
    await train(
      `--from ${weights} --data others --labels-per-class 2 --steps 1 --name file ` +
        "--freeze blocks.0 --freeze blocks.1",
    ),
  );
  assert.match(
    notes,
    /^The primary network is a Slow ResNet \(.*, as in runs\/parent\/primary\.saf/m,
  );
  assert.match(notes, /^Method fixmatch, which trains the Slow ResNet/m);
  const { clip, primary, method, optimizer } = configOf("file");
  assert.deepEqual([clip.size, clip.primary.frames, clip.primary.stride], [16, 2, 8]);
  assert.deepEqual([primary.width, method.name], [4, "fixmatch"]);
  assert.deepEqual(optimizer.frozen, ["blocks.0", "blocks.1"]);
  const parent = await weightsOf("parent", "primary");
  for (const [name, values] of await weightsOf("file", "primary")) {
    const isFrozen = /^blocks\.[01]\./.test(name);
    if (isFrozen) assert.deepEqual(values, parent.get(name), name);
    else if (/^blocks\.2\..*conv/.test(name)) assert.notDeepEqual(values, parent.get(name), name);
  }
});

Deno.test("train --from RUN trains on with the same classifier, and is resumed without the run", async () => {
  const notes = notesOf(await train("--from parent --steps 4 --name longer"));
  assert.match(notes, /^primary: Slow ResNet .*: 32 of 32 tensors$/m);
  assert.equal(metricsOf(folder, "longer").length, 4);
  await Deno.rename(join(folder, "runs/parent"), join(folder, "parent"));
  // As if it had been stopped after the last checkpoint but one.
  await Deno.remove(join(folder, "runs/longer/results.json"));
  await Deno.remove(
    join(folder, "runs/longer/checkpoints", checkpointsOf(folder, "longer").at(-1)!),
  );
  const other = await train("--resume longer --set optimizer.learningRate=0.5");
  assert.equal(other.code, 1);
  assert.match(
    other.stderr,
    /To train on from its weights in a new run: deno task train --from lon/,
  );
  const resumed = notesOf(await train("--resume longer"));
  assert.match(resumed, /^Resuming after step 3$/m);
  await Deno.rename(join(folder, "parent"), join(folder, "runs/parent"));
});

Deno.test("a configuration that names its weights refuses others", async () => {
  notesOf(await train("--from parent --steps 1 --name first"));
  const path = join(folder, "again.json");
  await Deno.copyFile(join(folder, "runs/first/config.json"), path);
  notesOf(await train(`--config ${path} --name again`));
  const config = JSON.parse(await Deno.readTextFile(path));
  config.weights.primary = "runs/first/primary.safetensors";
  await Deno.writeTextFile(path, JSON.stringify(config));
  const { code, stderr } = await train(`--config ${path} --name changed`);
  assert.equal(code, 1);
  assert.match(stderr, /weights\.primary must be the file of SHA-256 [0-9a-f]{64}, as the config/);
});

const REFUSED: readonly (readonly [options: string, message: RegExp])[] = [
  [
    "--from nosuch",
    /Cannot start from nosuch as it must be a file of weights or a run: there /,
  ],
  ["--from no/such.pth", /: there is no file .*no\/such\.pth$/m],
  [
    "--from parent --freeze blocks.9",
    /nothing begins with blocks\.9; the primary networ/,
  ],
  ["--from small.json --data others", /Cannot read 'small\.json'/],
  ["--from parent --resume parent", /option '--resume \[run\]' cannot be used with/],
];

Deno.test.each(REFUSED)(
  "train %s is refused before any video is read",
  async (options, message) => {
    const { code, stderr } = await train(options);
    assert.notEqual(code, 0);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /classes \(/);
  },
);
