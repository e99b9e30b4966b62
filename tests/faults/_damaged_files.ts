import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import { runCli } from "../pipeline/_command_line.ts";
import { trainedRun } from "../pipeline/runs/_trained_run.ts";
import type { Fault } from "./_fault.ts";
import { errorOf, refusalOf } from "./_seen.ts";

/** Makes a list of videos that a command is given. */
async function refusalOfList(content: string | Uint8Array, folder: string): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await Deno.writeFile(join(folder, "videos.csv"), bytes);
  return await refusalOf(["data", "check", "videos.csv"], folder);
}

async function makeRun(folder: string, name: string): Promise<RunFolder> {
  const metrics = [1, 2, 3].map((step) => ({ kind: "step", step, loss: 1 / step } as const));
  using run = await trainedRun(join(folder, "runs"), name, { metrics, test: { primary: 0.5 } });
  return new RunFolder(run.path);
}

const METRICS: Fault = {
  fault: "A line in the middle of a run's `metrics.jsonl` is damaged",
  outcome: "The line is named, never passed over; other runs are listed. A last line without its " +
    "end, as a kill leaves it, is normal.",
  async inject(folder) {
    await makeRun(folder, "sound");
    const run = await makeRun(folder, "damaged");
    const lines = (await Deno.readTextFile(run.metrics)).split("\n");
    const text = [lines[0], lines[1]?.slice(0, 20), lines[2], '{"kind":"st'].join("\n");
    await Deno.writeTextFile(run.metrics, text);
    const { code, stdout, stderr } = await runCli(["runs"], { folder });
    assert.equal(code, 1);
    assert.match(stdout, /^sound /m);
    return stderr;
  },
};

const RESULTS: Fault = {
  fault: "A run's `results.json` holds something else",
  outcome: "The field is named, and what it must be.",
  async inject(folder) {
    const run = await makeRun(folder, "foreign");
    const path = join(run.path, "results.json");
    await Deno.writeTextFile(path, JSON.stringify({ classes: ["a"], scores: { primary: "0.5" } }));
    return await refusalOf(["runs"], folder);
  },
};

const BOMB: Fault = {
  fault: "A run's `videos.jsonl.gz` of a megabyte that unpacks to a gigabyte",
  outcome: "Refused after 256 MiB.",
  async inject(folder) {
    const part = new Uint8Array(gzipSync(new Uint8Array(2 ** 26)));
    const parts = new Blob(Array.from({ length: 16 }, () => part));
    const path = join(folder, "videos.jsonl.gz");
    await Deno.writeFile(path, new Uint8Array(await parts.arrayBuffer()));
    const { message } = await errorOf(new RunFolder(folder).readVideos());
    return `error: ${message}`;
  },
};

const LONG_LINE: Fault = {
  fault: "A list with a line of a million characters",
  outcome: "Refused at once; the line is named, not shown.",
  inject: (folder) => refusalOfList(`a.mp4 run\n${" ,;".repeat(350_000)}x\n`, folder),
};

const ENCODING: Fault = {
  fault: "A list in another encoding than UTF-8",
  outcome: "The first line that shows it is named. (UTF-16 is read by its byte order mark.)",
  inject: (folder) => refusalOfList(new Uint8Array([0x5a, 0xfc, 0x2e, 0x6d, 0x70, 0x34]), folder),
};

const KEY_TWICE: Fault = {
  fault: "A list of JSON objects in which one has a key twice",
  outcome: "Refused, as it is not clear which value is meant.",
  inject: (folder) => refusalOfList('{"path":"a.mp4","label":"run","label":"walk"}\n', folder),
};

const NESTED: Fault = {
  fault: "A configuration of 100,000 brackets in one another",
  outcome: "Refused by one line.",
  async inject(folder) {
    const brackets = 100_000;
    const text = `{"seed":${"[".repeat(brackets)}${"]".repeat(brackets)}}`;
    await Deno.writeTextFile(join(folder, "deep.json"), text);
    return await refusalOf(["train", "--config", "deep.json"], folder);
  },
};

const ENDLESS_VIEW: Fault = {
  fault: "A database of videos whose table is a view that never ends",
  outcome: "Only tables as this program makes them are read.",
  async inject(folder) {
    {
      using database = new DatabaseSync(join(folder, "videos.sqlite"));
      database.exec(`
        CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        INSERT INTO about VALUES ('version', '3'), ('finished', 'yes');
        CREATE VIEW files AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
          SELECT i AS path FROM n;
      `);
    }
    return await refusalOf(["data", "check", "videos.sqlite"], folder);
  },
};

const HEADER: Fault = {
  fault: "Weights whose header names more bytes than there are",
  outcome: "No more than the file has is read.",
  async inject(folder) {
    const header = JSON.stringify({
      x: { dtype: "F32", shape: [2 ** 40], data_offsets: [0, 2 ** 42] },
    });
    const bytes = new Uint8Array(8 + header.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(new TextEncoder().encode(header), 8);
    await Deno.writeFile(join(folder, "weights.safetensors"), bytes);
    return await refusalOf(["weights", "inspect", "weights.safetensors"], folder);
  },
};

/** Files that are damaged, or made by somebody else. */
export const DAMAGED_FILE_FAULTS: readonly Fault[] = [
  METRICS,
  RESULTS,
  BOMB,
  LONG_LINE,
  ENCODING,
  KEY_TWICE,
  NESTED,
  ENDLESS_VIEW,
  HEADER,
];
