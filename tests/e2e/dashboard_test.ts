import assert from "node:assert/strict";
import type {
  MistakesAnswer,
  RunDetails,
  RunList,
  SeriesAnswer,
} from "../../pipeline/dashboard/api.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { makeSmallSet, metricsOf } from "./_small_set.ts";

/** A line that says where the page is. */
const ADDRESS = /^Open (http:\S+) /m;

let folder = "";

const TRAIN = ["train", "--config", "small.json"];

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

async function addressOf(command: CommandLine): Promise<string> {
  await command.until(() => ADDRESS.test(command.stderr));
  return ADDRESS.exec(command.stderr)?.[1] ?? "";
}

async function ask<Answer>(address: string): Promise<Answer> {
  const reply = await fetch(address);
  assert.equal(reply.status, 200, address);
  return await reply.json();
}

Deno.test("train --dashboard shows the run while it trains, and ends with it", async () => {
  // Long enough to be looked at, then interrupted.
  const words = ["--name", "watched", "--steps", "5000", "--dashboard"];
  await using command = new CommandLine(folder, [...TRAIN, ...words]);
  const address = await addressOf(command);
  const { runs: [run] }: RunList = await ask(`${address}api/runs`);
  assert.deepEqual([run?.name, run?.state], ["watched", "running"]);
  const events = await fetch(`${address}api/events`);
  let received = "";
  const reading = readAll(events, (text) => received += text);
  await command.until(() => received.includes('"what":"series"'));
  // A run without a step is removed.
  await command.until(() => metricsOf(folder, "watched").length > 0);
  command.kill("SIGINT");
  const { code, stderr } = await command.end();
  assert.equal(code, 130, stderr);
  await reading;
  await assert.rejects(fetch(address), TypeError);
  await Deno.remove(`${folder}/runs/watched`, { recursive: true });
});

/** Reads an answer until its server ends, however that comes. */
async function readAll(reply: Response, onText: (text: string) => void): Promise<void> {
  try {
    for await (const text of reply.body!.pipeThrough(new TextDecoderStream())) onText(text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

Deno.test("dashboard shows the runs that there are, and ends by Ctrl-C while pages are open", async () => {
  const trained = await runCommand(folder, [...TRAIN, "--name", "first", "--steps", "4"]);
  assert.equal(trained.code, 0, trained.stderr);
  await using command = new CommandLine(folder, ["dashboard", "--port", "0"]);
  const address = await addressOf(command);
  const { runs: [run] }: RunList = await ask(`${address}api/runs`);
  assert.equal(run?.state, "finished");
  const details: RunDetails = await ask(`${address}api/runs/${run.key}`);
  assert.equal(details.settings["schedule.steps"], 4);
  const series: SeriesAnswer = await ask(`${address}api/runs/${run.key}/series`);
  assert.deepEqual(series.steps.to, [1, 2, 3, 4]);
  const mistakes: MistakesAnswer = await ask(`${address}api/runs/${run.key}/mistakes`);
  assert.ok(mistakes !== null && mistakes.mistakes.length > 0);
  for (const { heat } of mistakes.mistakes) {
    assert.deepEqual(heat.map(({ images }) => images.length), [5, 5]);
  }
  const preview: { readonly frames: readonly string[] } = await ask(
    `${address}api/runs/${run.key}/videos/0`,
  );
  assert.equal(preview.frames.length, 15);
  const events = await fetch(`${address}api/events`);
  const reading = readAll(events, () => {});
  command.kill("SIGINT");
  const { code, stderr } = await command.end();
  assert.equal(code, 0, stderr);
  await reading;
});
