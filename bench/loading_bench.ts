import { parseArgs } from "node:util";
import { locateFfmpeg } from "../datasets/mod.ts";
import { knownNames } from "./_known_names.ts";
import { positiveInteger } from "./_positive_integer.ts";
import { currentSetting, writeReport } from "./_report.ts";
import { drawLoading } from "./loading/draw_loading.ts";
import { LOADING_KINDS, type LoadingKind } from "./loading/loading_kinds.ts";
import type { LoadingReport, LoadingRow } from "./loading/loading_report.ts";
import { loadingTable } from "./loading/loading_table.ts";
import { PEERS } from "./loading/peer_loader.ts";
import { raceLoaders } from "./loading/race_loaders.ts";

/** How much is measured: six steps are 144 windows. */
const WHOLE = { steps: 6, files: 144, rounds: 3 };

const QUICK = { steps: 1, files: 12, rounds: 1 };

const KINDS = Object.keys(LOADING_KINDS) as LoadingKind[];

/** Kinds of videos that are made of nothing. */
const WITHOUT_DATA: readonly LoadingKind[] = ["built-in"];

/**
 * Measures how fast windows are loaded into batches of bytes, on as many processes as cores: by ours
 * (when the videos are known, as in a first epoch, which probes them, in one that keeps whole videos
 * on disk, and in those after it), by bare ffmpeg that does the same work, and by DataLoaders of PyTorch with PyAV and torchcodec, in turns. All take the same
 * frames of the same windows in the same size, which is checked.
 *
 * Options: `--data FOLDER` (a data set; if omitted, only the built-in videos), `--prepared FOLDER`
 * (what `deno task data prepare` made of it; if omitted, it is made for the time of the bench),
 * `--kinds "as they are,prepared,built-in"`, `--peers pyav,torchcodec` (or `none`), `--python PATH`,
 * `--steps N` and `--rounds N`, `--note TEXT` (written to the results file), `--quick` (a few
 * windows, nothing is written). The results file is written, and docs/speed.md drawn again, if all
 * kinds and peers were asked for.
 */
export async function bench(): Promise<void> {
  const { kinds, extent, isWhole, note, ...options } = readOptions(Deno.args.slice(1));
  for (const name of ["data", "prepared"] as const) await requirePresent(name, options[name]);
  const { path: ffmpegPath, version } = await locateFfmpeg();
  const rows: LoadingRow[] = [];
  for (const kind of kinds) {
    const row = await raceLoaders(kind, { ...options, ...extent, ffmpegPath });
    rows.push(row);
    for (const line of row.skipped) console.error(`skipped: ${kind}: ${line}`);
  }
  console.log(loadingTable(rows));
  if (!isWhole) {
    console.error("Not everything was measured: the results file stays as it is.");
    return;
  }
  const report: LoadingReport = {
    ...currentSetting(),
    measured: new Date().toISOString().slice(0, 10),
    note,
    ffmpeg: version,
    rows,
  };
  await writeReport("loading", report);
  console.log(`wrote ${await drawLoading(report)}`);
}

/**
 * The options of the bench from its arguments.
 *
 * @throws {RangeError} If one has a wrong value, or videos are missing.
 */
function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      prepared: { type: "string" },
      kinds: { type: "string" },
      peers: { type: "string", default: PEERS.join() },
      python: { type: "string", default: "python3" },
      steps: { type: "string" },
      rounds: { type: "string" },
      note: { type: "string" },
      quick: { type: "boolean", default: false },
    },
  });
  const { data, prepared, python, note, quick } = values;
  const usualKinds = data === undefined ? WITHOUT_DATA : KINDS;
  const kinds = values.kinds === undefined ? usualKinds : knownNames("kinds", values.kinds, KINDS);
  const peers = values.peers === "none" ? [] : knownNames("peers", values.peers, PEERS);
  const usual = quick ? QUICK : WHOLE;
  const read = (name: "steps" | "rounds") =>
    values[name] === undefined ? usual[name] : positiveInteger(name, values[name]);
  requireVideos(kinds, { data, prepared });
  return {
    data,
    prepared,
    python,
    note,
    kinds,
    peers,
    extent: { files: usual.files, steps: read("steps"), rounds: read("rounds") },
    isWhole: !quick && KINDS.every((kind) => kinds.includes(kind)) &&
      PEERS.every((peer) => peers.includes(peer)),
  };
}

/** @throws {RangeError} If a kind needs videos that are not given. */
function requireVideos(
  kinds: readonly LoadingKind[],
  { data, prepared }: { readonly data: string | undefined; readonly prepared: string | undefined },
): void {
  const given: Readonly<Record<LoadingKind, boolean>> = {
    "as they are": data !== undefined,
    "prepared": data !== undefined || prepared !== undefined,
    "built-in": true,
  };
  const missing = kinds.find((kind) => !given[kind]);
  if (missing === undefined) return;
  throw new RangeError(
    `Cannot measure videos of the kind '${missing}' as '--data' must be a folder of videos: ` +
      "current value is undefined",
  );
}

/** @throws {RangeError} If there is nothing at the path of an option. */
async function requirePresent(name: string, path: string | undefined): Promise<void> {
  try {
    if (path !== undefined) await Deno.stat(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new RangeError(
      `Cannot measure as '--${name}' must be a folder of videos: there is none at '${path}'`,
    );
  }
}
