import assert from "node:assert/strict";
import { law, runAll, runOne } from "./_law.ts";
import type { Ledger } from "./_ledger.ts";
import {
  FAILING_OPENINGS,
  idOf,
  STREAM_PROGRAM,
  type StreamProgram,
  TAKES,
  workOf,
} from "./_stream_program.ts";
import { StreamRun } from "./_stream_run.ts";
import { isFatal } from "./_workers.ts";

/** What the contract says of one opening of the source. */
function contract(
  { works, sourceFailsAt, inside }: StreamProgram,
  opening: number,
): { readonly ids: readonly string[]; readonly fails: boolean } {
  const work = works.map((work) => workOf(work, opening));
  const sourceEnd = opening < FAILING_OPENINGS && (sourceFailsAt ?? Infinity) <= works.length
    ? sourceFailsAt!
    : null;
  const failing = work.slice(0, sourceEnd ?? undefined).findIndex(isFatal);
  const end = failing === -1 ? sourceEnd ?? works.length : failing;
  const ids = [...work.keys()].filter((index) => index < end && work[index]!.last === "ok")
    .map((index) => idOf(index, opening));
  const fails = failing !== -1 || sourceEnd !== null;
  const isTaken = inside.kind === "take" || inside.kind === "take, repeat";
  if (!isTaken || ids.length < inside.count) return { ids, fails };
  return { ids: ids.slice(0, inside.count), fails };
}

/** Asserts that a stream has delivered what the contract says: all if it completed, else a part. */
function checkDelivery(program: StreamProgram, ledger: Ledger): void {
  const { delivered: ids, firstOpening, completedAfter } = ledger;
  const isCompleted = completedAfter !== null;
  const deliveredFrom = ids.map((id) => Number(id.split(".")[0]));
  const openings = completedAfter ?? Math.max(0, ...deliveredFrom) + 1 - firstOpening;
  const inOrder: string[] = [];
  for (let opening = firstOpening; opening < firstOpening + openings; opening++) {
    const seen = ids.filter((id) => id.startsWith(`${opening}.`));
    const { ids: all, fails } = contract(program, opening);
    assert.deepEqual(seen, isCompleted && !fails ? all : all.slice(0, seen.length));
    inOrder.push(...seen);
  }
  assert.deepEqual(ids, inOrder);
  const { kind, count } = { count: 1, ...program.inside };
  if (isCompleted && kind === "repeat") assert.equal(openings, count);
  if (isCompleted && kind === "take, repeat") assert.equal(openings, TAKES);
  if (isCompleted && kind === "retry") assert.ok(openings <= count + 1);
  if (isCompleted && (kind === "none" || kind === "take")) assert.equal(openings, 1);
}

law(
  "a stream holds at most its credits, loses, doubles and reorders nothing, and releases all",
  STREAM_PROGRAM,
  async (program) => {
    const run = new StreamRun(program);
    run.start();
    for (const interference of program.interferences) {
      for (let step = 0; step < interference.afterSteps; step++) await runOne(program.scheduler);
      run.interfere(interference);
    }
    await runAll(program.scheduler);
    assert.notEqual(run.state, "running", "the stream hangs");
    run.violations.assertNone();
    for (const ledger of run.ledgers) checkDelivery(program, ledger);
    run.source.assertClosed();
    assert.deepEqual([run.credits.inFlight, run.credits.lease], [0, null]);
    assert.deepEqual([run.workers.running.size, run.pendingWork.running], [0, 0]);
  },
);
