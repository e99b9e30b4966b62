import "../_tensorflow.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Config } from "../../pipeline/config/config.ts";
import { findInputs } from "../../pipeline/prediction/find_inputs.ts";
import { predict } from "../../pipeline/prediction/predict.ts";
import type { PredictOptions } from "../../pipeline/prediction/predict_options.ts";
import type { Answer, Prediction, Segment } from "../../pipeline/prediction/prediction.ts";
import type { VideoInput } from "../../pipeline/prediction/video_input.ts";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import { Progress } from "../../pipeline/terminal/progress.ts";
import { assertNoChildLeft, runFfmpeg } from "../datasets/_fixtures.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { makeSmallSet, smallConfig } from "./_small_set.ts";

let folder = "";
let config: Config;

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  config = await smallConfig(folder);
  const { code, stderr } = await runCommand(folder, [
    ...["train", "--config", "small.json", "--name", "first", "--steps", "3"],
  ]);
  assert.equal(code, 0, stderr);
  const source = ["-f", "lavfi", "-i", "mandelbrot=size=36x24:rate=30", "-t", "6", "-c:v", "mpeg4"];
  const paths = ["last.mp4", "a.mkv", "a.ts"].map((name) => join(folder, name));
  for (const path of paths) await runFfmpeg([...source, path]);
});

Deno.test.afterAll(async () => {
  await Deno.remove(folder, { recursive: true });
});

/** Answers for videos by the run, which must all be read. */
async function answersFor(
  inputs: readonly VideoInput[],
  options: Partial<PredictOptions> = {},
): Promise<Answer[]> {
  const answers: Answer[] = [];
  await predict(config, inputs, {
    run: new RunFolder(join(folder, "runs/first")),
    progress: new Progress({ interactive: false, columns: () => 80, write() {} }),
    signal: new AbortController().signal,
    ...options,
    onPrediction(prediction) {
      if ("problem" in prediction) assert.fail(prediction.problem);
      answers.push(prediction);
    },
  });
  return answers;
}

function textOf({ segments, seconds }: Answer): string {
  const line = ({ start, end, class: name, probability }: Segment) =>
    `${start}-${end} ${name} ${probability.toFixed(3)}`;
  return [`${seconds}`, ...segments.map(line)].join("\n");
}

Deno.test("predict() finds the same in a file, in its bytes and behind an address", async () => {
  const path = join(folder, "last.mp4");
  const [expected] = await answersFor(await findInputs([path]));
  const body = (request: Request) =>
    Deno.readFile(join(folder, new URL(request.url).pathname)).then((bytes) => new Response(bytes));
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, body);
  for (const name of ["last.mp4", "a.mkv"]) {
    const stdin = (await Deno.open(join(folder, name))).readable;
    const words = ["-", `http://127.0.0.1:${server.addr.port}/${name}`];
    for (const answer of await answersFor(await findInputs(words, { stdin }))) {
      assert.equal(textOf(answer), textOf(expected!), name);
      assert.equal(answer.trainedOn, null);
    }
  }
  await server.shutdown();
});

/** A recording again and again, as a camera that never ends. */
async function endlessVideo(): Promise<ReadableStream<Uint8Array>> {
  const bytes = await Deno.readFile(join(folder, "a.ts"));
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => timer = setTimeout(resolve, 10));
      controller.enqueue(bytes.slice());
    },
    cancel: () => clearTimeout(timer),
  });
}

/** A named pipe into which nobody writes. */
async function makePipe(name: string): Promise<string> {
  const path = join(folder, name);
  await new Deno.Command("mkfifo", { args: [path] }).output();
  return path;
}

Deno.test("predict() answers for each moment of a live video, and its end is the user's", async () => {
  const stdin = await endlessVideo();
  const inputs = await findInputs(["-"], { stdin, live: true });
  const abort = new AbortController();
  const moments: Segment[] = [];
  const [answer] = await answersFor(inputs, {
    signal: abort.signal,
    onMoment(_, moment) {
      moments.push(moment);
      if (moment.end >= 3) abort.abort(new DOMException("Interrupted", "AbortError"));
    },
  });
  assert.ok(moments.length >= 8);
  for (const [index, { start }] of moments.entries()) {
    assert.equal(start, index === 0 ? 0 : moments[index - 1]!.end);
  }
  assert.equal(answer!.segments.at(-1)!.end, moments.at(-1)!.end);
  assertNoChildLeft();
});

Deno.test("predict() looks at live videos at once, beside files, and each keeps its answer", async () => {
  const stdin = await endlessVideo();
  const connecting = await makePipe("connecting");
  const written = await makePipe("written");
  const words = [connecting, "-", written, join(folder, "a.mkv")];
  const inputs = await findInputs(words, { stdin, live: true });
  await using writer = new Deno.Command("sh", {
    args: ["-c", 'while cat "$1"; do sleep 0.05; done > "$2"', "-", join(folder, "a.ts"), written],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const abort = new AbortController();
  const watched = new Set<string>();
  const answers: string[] = [];
  const interruptLater = () => {
    // Two are live and one is done: only the pipe without a writer is left.
    if (watched.size + answers.length === 3) abort.abort(new DOMException("now", "AbortError"));
  };
  const predicting = predict(config, inputs, {
    run: new RunFolder(join(folder, "runs/first")),
    progress: new Progress({ interactive: false, columns: () => 80, write() {} }),
    signal: AbortSignal.any([abort.signal, AbortSignal.timeout(60_000)]),
    onMoment({ name }) {
      watched.add(name);
      interruptLater();
    },
    onPrediction(prediction) {
      assert.ok("segments" in prediction && prediction.windows > 0);
      answers.push(prediction.input.name);
      interruptLater();
    },
  });
  await assert.rejects(predicting, { name: "AbortError" });
  assert.deepEqual(new Set(answers), new Set(["-", written, join(folder, "a.mkv")]));
  await writer.status;
  assertNoChildLeft();
});

Deno.test("predict() makes no answer wait for that of another video", async () => {
  const path = join(folder, "videos/test/testsrc/0.avi");
  const known = Promise.withResolvers<void>();
  const stdin = ReadableStream.from((async function* () {
    await known.promise;
    yield await Deno.readFile(path);
  })());
  const together = { ...config, evaluate: { ...config.evaluate, videosAtOnce: 2 } };
  const inputs = await findInputs(["-", path], { stdin });
  const names: string[] = [];
  const options = {
    run: new RunFolder(join(folder, "runs/first")),
    progress: new Progress({ interactive: false, columns: () => 80, write() {} }),
  };
  await predict(together, inputs, {
    ...options,
    signal: AbortSignal.timeout(60_000),
    onPrediction({ input }) {
      names.push(input.name);
      known.resolve();
    },
  });
  assert.deepEqual(names, [path, "-"]);

  const abort = new AbortController();
  const files = await findInputs([path, join(folder, "a.mkv")]);
  const first: string[] = [];
  const interrupted = predict(together, files, {
    ...options,
    signal: abort.signal,
    onPrediction({ input }) {
      first.push(input.name);
      abort.abort(new Error("enough"));
    },
  });
  await assert.rejects(interrupted, /enough/);
  assert.deepEqual(first, [path]);
});

Deno.test("predict() divides short videos on request, and a long one as seldom as asked", async () => {
  const [path] = [join(folder, "videos/test/testsrc/0.avi")];
  const [divided] = await answersFor(await findInputs([path]), { segments: true });
  assert.equal(divided!.isWhole, false);
  const long = await findInputs([join(folder, "a.mkv")]);
  const [dense] = await answersFor(long);
  const [sparse] = await answersFor(long, { everySec: 2 });
  assert.ok(dense!.windows > 15 && sparse!.windows <= 4);
  assert.equal(sparse!.seconds, dense!.seconds);
});

Deno.test("predict() answers by each network, and by both", async () => {
  const inputs = await findInputs([join(folder, "a.mkv")]);
  const [primary] = await answersFor(inputs);
  const [auxiliary] = await answersFor(inputs, { network: "auxiliary" });
  const [both] = await answersFor(inputs, { network: "both" });
  for (const [index, { probability }] of both!.classes.entries()) {
    const mean = (primary!.classes[index]!.probability + auxiliary!.classes[index]!.probability) /
      2;
    assert.ok(Math.abs(probability - mean) < 1e-5);
  }
});

Deno.test("predict() ends with the signal, its decoders too", async () => {
  const abort = new AbortController();
  const inputs = await findInputs([join(folder, "a.mkv"), join(folder, "last.mp4")]);
  const answers = answersFor(inputs, {
    signal: abort.signal,
    onStart: () => abort.abort(new Error("enough")),
  });
  await assert.rejects(answers, /enough/);
  assertNoChildLeft();
});

Deno.test("predict() answers for the others where the bytes of one cannot be read", async () => {
  const start = (await Deno.readFile(join(folder, "a.ts"))).subarray(0, 100_000);
  const failing = (parts: readonly Uint8Array[]) =>
    ReadableStream.from((async function* () {
      yield* parts;
      await Promise.resolve();
      throw new Error("the cable was pulled out");
    })());
  for (const parts of [[], [start]]) {
    const inputs = await findInputs(["-", join(folder, "a.mkv")], { stdin: failing(parts) });
    const predictions: Prediction[] = [];
    await predict(config, inputs, {
      run: new RunFolder(join(folder, "runs/first")),
      progress: new Progress({ interactive: false, columns: () => 80, write() {} }),
      signal: new AbortController().signal,
      onPrediction(prediction) {
        predictions.push(prediction);
      },
    });
    const [broken, sound] = predictions;
    assert.ok(broken !== undefined && "problem" in broken);
    assert.equal(broken.problem, "it cannot be read: the cable was pulled out");
    assert.ok(sound !== undefined && "segments" in sound);
    assertNoChildLeft();
  }
});

Deno.test("predict stops at Ctrl-C while nobody writes into its pipe", async () => {
  await makePipe("pipe");
  await using command = new CommandLine(folder, ["predict", "--run", "first", "pipe"]);
  await command.until(() => command.stderr.includes("Answers by"));
  command.kill("SIGINT");
  const { code, stderr } = await command.end();
  assert.equal(code, 130, stderr);
  assert.match(stderr, /Stopping\./);
});
