import assert from "node:assert/strict";
import { join } from "node:path";
import type { SeriesAnswer } from "../../pipeline/dashboard/api.ts";
import { servePage } from "../../pipeline/local_page/serve_page.ts";
import { CommandLine } from "../e2e/_command_line.ts";
import { stepsOf } from "../e2e/_stopped_run.ts";
import { type ShownRun, withShownRun } from "../pipeline/dashboard/_shown_run.ts";
import type { Fault, FaultGroup } from "./_fault.ts";
import { refusalOf } from "./_seen.ts";
import { prepareTraining, RUN, TRAIN_WORDS } from "./_small_training.ts";

/** A line that says where the page is. */
const ADDRESS = /^Open (http:\S+) /m;

const USED_PORT: Fault = {
  fault: "Another program uses the port that was named (`--port`)",
  outcome: "The command ends. Without `--port` the next free one is taken.",
  async inject(folder) {
    const end = new AbortController();
    const { promise, resolve } = Promise.withResolvers<string>();
    const handler = () => Promise.resolve(new Response(""));
    const served = servePage(handler, { port: 0, signal: end.signal, onListen: resolve });
    const { port } = new URL(await promise);
    const line = await refusalOf(["dashboard", "--port", port], folder);
    end.abort();
    await served;
    return line.replace(port, "…");
  },
};

const REMOVED_RUN: Fault = {
  fault: "A run is removed while it is shown",
  outcome: "It leaves the list, and its page says so. The other runs stay.",
  inject: () =>
    seenOf(async ({ run, askRun }) => {
      await run.remove();
      const reply = await askRun("series");
      assert.equal(reply.status, 404);
      return await reply.text();
    }),
};

const DAMAGED_METRICS: Fault = {
  fault: "A line of a shown run's `metrics.jsonl` is damaged",
  outcome: "All other lines are shown, and which one is missing.",
  inject: () =>
    seenOf(async ({ run, askRun }) => {
      const text = '{"kind":"step","st\n{"kind":"step","step":3,"loss":5}\n';
      await Deno.writeTextFile(run.metrics, text, { append: true });
      const { steps, problem }: SeriesAnswer = await (await askRun("series")).json();
      assert.deepEqual(steps.columns.loss?.mean, [3, 1, 5]);
      return problem?.replace(run.path, "…/runs/damaged") ?? "";
    }),
};

const CHANGED_VIDEO: Fault = {
  fault: "A video that a run was tested on is gone, or another one has its name",
  outcome: "It is not shown, as it would not be what was tested.",
  inject: () =>
    seenOf(async ({ videos, askRun }) => {
      await Deno.copyFile(join(videos, "walk/1.mp4"), join(videos, "run/0.mp4"));
      const changed = await (await askRun("videos/0")).text();
      await Deno.remove(join(videos, "run/2.mp4"));
      assert.equal(await (await askRun("videos/2")).text(), changed.replace("run/0", "run/2"));
      return changed;
    }),
};

const KILLED_TRAINING: Fault = {
  fault: "`kill -9` to a training with `--dashboard`",
  outcome: "The page's process ends too; `deno task dashboard` shows the run as stopped.",
  async inject(folder) {
    await prepareTraining(folder);
    await using command = new CommandLine(folder, [...TRAIN_WORDS, "--dashboard"]);
    await command.until(() => ADDRESS.test(command.stderr) && stepsOf(folder, RUN) >= 1);
    const address = ADDRESS.exec(command.stderr)?.[1] ?? "";
    assert.equal(await fetchStatus(`${address}api/runs`), 200);
    command.kill("SIGKILL");
    await command.end();
    while (await fetchStatus(`${address}api/runs`) !== undefined) await Promise.resolve();
    return "";
  },
};

/** The status of an answer; undefined if nobody answers. */
async function fetchStatus(address: string): Promise<number | undefined> {
  try {
    const { status, body } = await fetch(address);
    await body?.cancel();
    return status;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** What is seen of a run that is shown. */
async function seenOf(
  work: (session: ShownRun) => Promise<string>,
): Promise<string> {
  let seen = "";
  await withShownRun(async (session) => {
    seen = await work(session);
  });
  return seen;
}

export const DASHBOARD_FAULTS: FaultGroup = {
  title: "The dashboard",
  faults: [USED_PORT, REMOVED_RUN, DAMAGED_METRICS, CHANGED_VIDEO, KILLED_TRAINING],
};
