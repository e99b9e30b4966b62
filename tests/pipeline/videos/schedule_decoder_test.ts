import assert from "node:assert/strict";
import { scheduleDecoder } from "../../../pipeline/videos/schedule_decoder.ts";
import { allowedProcessors } from "../../../runtime/ffi/allowed_processors.ts";
import "../../_libc.ts";
import { scheduled } from "../../runtime/ffi/_scheduled.ts";

const ignore = Deno.build.os !== "linux";

/** Starts as many decoders, one after the other. */
function start(count: number): Deno.ChildProcess[] {
  return Array.from({ length: count }, () => {
    const decoder = new Deno.Command("sleep", { args: ["60"] }).spawn();
    scheduleDecoder(decoder);
    return decoder;
  });
}

async function stop(decoders: readonly Deno.ChildProcess[]): Promise<void> {
  for (const decoder of decoders) {
    decoder.kill();
    await decoder.status;
  }
}

/** How many decoders may run on each set of processors, in order of these numbers. */
async function spread(decoders: readonly Deno.ChildProcess[]): Promise<[string, number][]> {
  const lists: string[] = [];
  for (const { pid } of decoders) lists.push((await scheduled(pid)).processors);
  return [...Map.groupBy(lists, (list) => list)].map(([list, { length }]) => [list, length]);
}

Deno.test({
  name: "scheduleDecoder() spreads decoders over the processors once all of them have work",
  ignore,
  async fn() {
    const processors = allowedProcessors();
    const { length } = processors;
    const { processors: all } = await scheduled(Deno.pid);
    const first = start(length - 1);
    const more = start(2 * length);
    try {
      assert.deepEqual(await spread(first), length > 1 ? [[all, length - 1]] : []);
      assert.deepEqual(await spread(more), processors.map((number) => [String(number), 2]));
      // Those that take the place of others go where these were.
      await stop(more.splice(0, 2));
      const next = start(2);
      more.push(...next);
      const freed = processors.slice(0, 2).map((
        number,
      ) => [String(number), 2 / Math.min(2, length)]);
      assert.deepEqual(await spread(next), freed);
    } finally {
      await stop([...first, ...more]);
    }
    // With processors to spare, the system decides again.
    if (length === 1) return;
    const last = start(1);
    try {
      assert.deepEqual(await spread(last), [[all, 1]]);
    } finally {
      await stop(last);
    }
  },
});
