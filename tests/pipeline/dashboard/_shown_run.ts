import { join } from "node:path";
import { fileFingerprint } from "../../../datasets/mod.ts";
import { dashboardHandler } from "../../../pipeline/dashboard/dashboard_handler.ts";
import { RunCatalog } from "../../../pipeline/dashboard/run_catalog.ts";
import { runKey } from "../../../pipeline/dashboard/run_key.ts";
import { writeText } from "../../../pipeline/files/write_text.ts";
import type { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { encodeVideos } from "../../datasets/_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { collectNotes, configOf } from "../evaluation/_kept_run.ts";
import { trainedRun } from "../runs/_trained_run.ts";

/** A run that the dashboard shows, and the dashboard. */
export interface ShownRun {
  readonly run: RunFolder;
  /** What addresses call the run. */
  readonly key: string;
  /** The folder of its videos. */
  readonly videos: string;
  /** Asks the dashboard. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** Asks about the run. */
  readonly askRun: (part: string) => Promise<Response>;
  /** What the dashboard does when it starts to listen. */
  readonly readFirstRun: () => Promise<void>;
}

/** Class of the tested videos, and what they were taken for. */
const ANSWERS = [["run", "walk"], ["walk", "walk"], ["run", "walk"]] as const;

const CLASSES = ["run", "walk"];

/** Options of {@linkcode withShownRun}. */
export interface ShownRunOptions {
  /** Settles when previews may be made. */
  readonly gate?: Promise<void> | undefined;
}

/** Shows a run that was tested on three videos: `run/0.mp4`, `walk/1.mp4`, `run/2.mp4`. */
export function withShownRun(
  work: (session: ShownRun) => Promise<void>,
  { gate = Promise.resolve() }: ShownRunOptions = {},
): Promise<void> {
  return withFolder(async (folder) => {
    const videos = join(folder, "videos");
    const metrics = [{ kind: "step", step: 1, loss: 3 }, {
      kind: "step",
      step: 2,
      loss: 1,
    }] as const;
    using run = await trainedRun(folder, "one", { metrics });
    await writeTested(run, videos);
    const end = new AbortController();
    const { respond, readFirstRun } = dashboardHandler({
      ...collectNotes(),
      signal: end.signal,
      catalog: new RunCatalog([run]),
      async readConfig() {
        await gate;
        return await configOf(folder);
      },
    });
    const key = runKey(run);
    const ask = (path: string, init?: RequestInit) => {
      return respond(new Request(new URL(path, "http://127.0.0.1:8766/"), init));
    };
    try {
      const askRun = (part: string) => ask(`/api/runs/${key}/${part}`);
      await work({ run, key, videos, ask, askRun, readFirstRun });
    } finally {
      end.abort();
    }
  });
}

/** Encoded once for all tests of a file. */
let videos: Promise<Uint8Array[]> | undefined;

function encodeThree(): Promise<Uint8Array[]> {
  return withFolder(async (folder) => {
    const names = ["0.mkv", "1.mkv", "2.mkv"];
    await encodeVideos(folder, names);
    return await Promise.all(names.map((name) => Deno.readFile(join(folder, name))));
  });
}

async function writeTested(run: RunFolder, folder: string): Promise<void> {
  const kept: { id: string; label: number; fingerprint: string | null }[] = [];
  videos ??= encodeThree();
  for (const [index, bytes] of (await videos).entries()) {
    const label = ANSWERS[index]?.[0] ?? "run";
    const id = `${label}/${index}.mp4`;
    const path = join(folder, id);
    await Deno.mkdir(join(folder, label), { recursive: true });
    await Deno.writeFile(path, bytes);
    kept.push({ id, label: CLASSES.indexOf(label), fingerprint: await fileFingerprint(path) });
  }
  await run.writeVideos({
    data: { source: folder, testList: null, split: null, labelsPerClass: 1, holdOutShare: 0.2 },
    classes: CLASSES,
    videos: kept.map((video) => ({ ...video, part: "test", originalBytes: null })),
  });
  const lines = ANSWERS.map(([label, answer], index) => {
    const answers = { primary: [{ class: answer, probability: 0.5 + index / 10 }] };
    return JSON.stringify({ video: kept[index]?.id, label, answers });
  });
  await writeText(run.predictions, `${lines.join("\n")}\n`);
  const scores = { videos: 3, top1: 1 / 3, top5: 1, perClass: [0, 1], confusion: [[0, 2], [0, 1]] };
  await run.writeResults({
    classes: CLASSES,
    scores: { primary: scores },
    run: { seconds: 1, waitingShare: 0, peakResidentBytes: 1 },
  });
}
