import assert from "node:assert/strict";
import { withRunRecord } from "../../../pipeline/commands/with_run_record.ts";
import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import { RunFolderError } from "../../../pipeline/run/run_folder_error.ts";
import { INTERRUPTED } from "../../../pipeline/terminal/interrupt.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("withRunRecord() adds a part for each time that the run is trained", () =>
  withFolder(async (root) => {
    using run = createRunFolder("ra", { root });
    let states: unknown;
    const first = await withRunRecord(run, async (log) => {
      states = (await run.readRecord())?.parts.map(({ state, endedAt }) => [state, endedAt]);
      log.write("a line");
      return INTERRUPTED;
    }, { parent: "r0" });
    assert.equal(first, INTERRUPTED);
    assert.deepEqual(states, [["running", null]]);
    assert.equal(await withRunRecord(run, () => Promise.resolve(0)), 0);
    const record = await run.readRecord();
    assert.equal(record?.parent, "r0");
    assert.deepEqual(record?.parts.map(({ state }) => state), ["interrupted", "finished"]);
    const log = await Deno.readTextFile(run.log);
    assert.match(log, /^\S+ {2}\$ deno task.*\n\S+ {2}a line\n\S+ {2}\$ deno task/);
  }));

Deno.test("withRunRecord() gives a part that was killed its end: the last metrics of it", () =>
  withFolder(async (root) => {
    using run = createRunFolder("ra", { root });
    await withRunRecord(run, () => Promise.resolve(0));
    const { parts: [part], ...record } = (await run.readRecord())!;
    const killed = { ...part!, startedAt: "2026-01-01T09:00:00.000Z", endedAt: null };
    await run.writeRecord({ ...record, parts: [{ ...killed, state: "running" }] });
    await Deno.writeTextFile(run.metrics, "");
    const lastStep = new Date("2026-01-01T09:02:00.000Z");
    await Deno.utime(run.metrics, lastStep, lastStep);
    await withRunRecord(run, () => Promise.resolve(0));
    const ends = (await run.readRecord())?.parts.map(({ endedAt }) => endedAt);
    assert.deepEqual([ends?.length, ends?.[0]], [2, lastStep.toISOString()]);
  }));

Deno.test("withRunRecord() leaves the record of a run that refuses to be resumed", () =>
  withFolder(async (root) => {
    using run = createRunFolder("ra", { root });
    await withRunRecord(run, () => Promise.resolve(0));
    const before = await run.readRecord();
    const refuse = () => Promise.reject(new RunFolderError("Cannot resume as it is finished"));
    await assert.rejects(withRunRecord(run, refuse), RunFolderError);
    assert.deepEqual(await run.readRecord(), before);
    assert.match(await Deno.readTextFile(run.log), /error: Cannot resume as it is finished\n$/);
  }));
