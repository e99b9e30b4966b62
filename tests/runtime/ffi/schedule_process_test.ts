import assert from "node:assert/strict";
import { allowedProcessors } from "../../../runtime/ffi/allowed_processors.ts";
import { libc } from "../../../runtime/ffi/libc.ts";
import { scheduleProcess } from "../../../runtime/ffi/schedule_process.ts";
import "../../_libc.ts";
import { readSchedule, scheduled, SHOW_SCHEDULE } from "./_scheduled.ts";

/** SCHED_OTHER, SCHED_BATCH and SCHED_IDLE of sched.h. */
const [OTHER, BATCH, IDLE] = [0, 3, 5];

const ignore = Deno.build.os !== "linux";

/** Works with a process that does nothing. */
async function withProcess(work: (pid: number) => Promise<void>): Promise<void> {
  const process = new Deno.Command("sleep", { args: ["60"] }).spawn();
  try {
    await work(process.pid);
  } finally {
    process.kill();
    await process.status;
  }
}

/** A list of processors as Linux writes it. */
function numbersOf(list: string): number[] {
  return list.split(",").flatMap((part) => {
    const [first = NaN, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

Deno.test({
  name: "allowedProcessors() lists those of this process",
  ignore,
  async fn() {
    const { processors } = await scheduled(Deno.pid);
    assert.deepEqual(allowedProcessors(), numbersOf(processors));
  },
});

Deno.test({
  name: "scheduleProcess() puts a process, and what it starts, in the background on one processor",
  ignore,
  async fn() {
    const last = allowedProcessors().at(-1)!;
    const args = ["-c", `sleep 0.3; ${SHOW_SCHEDULE}; exit`, "sh", "self"];
    const process = new Deno.Command("sh", { args, stdout: "piped" }).spawn();
    const { pid } = process;
    scheduleProcess(pid, last);
    const expected = { policy: BATCH, processors: String(last) };
    assert.deepEqual(await scheduled(pid), expected);
    // It has started this one: `cat` shows its own.
    assert.deepEqual(readSchedule(await new Response(process.stdout).bytes()), expected);
    await process.status;
  },
});

Deno.test({
  name: "scheduleProcess() leaves a process all processors if none is named, and ours as it is",
  ignore,
  fn: () =>
    withProcess(async (pid) => {
      const before = await scheduled(Deno.pid);
      assert.equal(before.policy, OTHER);
      scheduleProcess(pid);
      assert.deepEqual(await scheduled(pid), { ...before, policy: BATCH });
      assert.deepEqual(await scheduled(Deno.pid), before);
    }),
});

Deno.test({
  name: "scheduleProcess() leaves a process as it is that was started under another policy",
  ignore,
  fn: () =>
    withProcess(async (pid) => {
      libc().sched_setscheduler(pid, IDLE, new Int32Array([0]));
      const before = await scheduled(pid);
      assert.equal(before.policy, IDLE);
      scheduleProcess(pid, allowedProcessors()[0]);
      assert.deepEqual(await scheduled(pid), before);
    }),
});

Deno.test({
  name: "scheduleProcess() does nothing to a process that has ended",
  ignore,
  async fn() {
    const process = new Deno.Command("true").spawn();
    await process.status;
    scheduleProcess(process.pid, allowedProcessors()[0]);
  },
});
