import assert from "node:assert/strict";
import { from, lastValueFrom, type Observable, Subject, take, tap } from "rxjs";
import { PendingWork } from "../../../operators/mod.ts";
import { withViews } from "../../../pipeline/videos/with_views.ts";
import { tf } from "../../../runtime/mod.ts";
import { tensorTest } from "../../operators/_tensors.ts";

/** Views of numbers, and a device whose work the test ends. */
class Device {
  readonly log: string[] = [];
  readonly pendingWork = new PendingWork();
  readonly #computed = new Map<number, PromiseWithResolvers<void>>();

  operator() {
    return withViews({
      pendingWork: this.pendingWork,
      make: (item: number) => {
        this.log.push(`make ${item}`);
        if (item < 0) throw new RangeError("no views");
        return tf.scalar(item);
      },
      compute: async (view, item) => {
        const computed = Promise.withResolvers<void>();
        this.#computed.set(item, computed);
        await computed.promise;
        return `${item}: ${view.dataSync()[0]}`;
      },
    });
  }

  /** Ends what is computed for an item. */
  finish(item: number): void {
    this.#computed.get(item)!.resolve();
  }

  fail(item: number, error: unknown): void {
    this.#computed.get(item)!.reject(error);
  }

  /** Returns what was done lately, when all has been that follows by itself. */
  async news(): Promise<string[]> {
    await new Promise((resolve) => setTimeout(resolve));
    return this.log.splice(0);
  }

  /** Gives each result that comes out to the log. */
  logged(results: Observable<string>): Promise<void> {
    const logging = results.pipe(tap((result) => this.log.push(`result ${result}`)));
    return lastValueFrom(logging, { defaultValue: "" }).then(() => {});
  }
}

tensorTest("withViews() computes two items at a time, and keeps their order", async () => {
  const device = new Device();
  const before = tf.memory().numTensors;
  const ended = device.logged(from([1, 2, 3, 4]).pipe(device.operator()));
  assert.deepEqual(await device.news(), ["make 1", "make 2"]);
  device.finish(2);
  // Its result waits for that of the first item, its views are freed.
  assert.deepEqual(await device.news(), []);
  assert.equal(tf.memory().numTensors, before + 1);
  device.finish(1);
  assert.deepEqual(await device.news(), ["result 1: 1", "make 3", "result 2: 2", "make 4"]);
  device.finish(3);
  assert.deepEqual(await device.news(), ["result 3: 3"]);
  device.finish(4);
  await ended;
  assert.deepEqual(await device.news(), ["result 4: 4"]);
  assert.equal(tf.memory().numTensors, before);
  assert.equal(device.pendingWork.running, 0);
});

tensorTest("withViews() computes an item that comes late at once", async () => {
  const device = new Device();
  const items = new Subject<number>();
  const ended = device.logged(items.pipe(device.operator()));
  items.next(1);
  assert.deepEqual(await device.news(), ["make 1"]);
  device.finish(1);
  assert.deepEqual(await device.news(), ["result 1: 1"]);
  items.next(2);
  assert.deepEqual(await device.news(), ["make 2"]);
  items.complete();
  device.finish(2);
  await ended;
});

tensorTest("withViews() computes no further item after an error", async () => {
  for (const end of ["compute", "source", "make"] as const) {
    const device = new Device();
    const items = new Subject<number>();
    const errors: unknown[] = [];
    items.pipe(device.operator()).subscribe({ error: (error) => errors.push(error) });
    for (const item of [1, 2, end === "make" ? -3 : 3]) items.next(item);
    assert.deepEqual(await device.news(), ["make 1", "make 2"]);
    if (end === "source") items.error("broken");
    if (end === "compute") device.fail(1, "broken");
    else device.finish(1);
    assert.deepEqual(await device.news(), end === "make" ? ["make -3"] : []);
    // What is under way runs to its end.
    assert.equal(device.pendingWork.running, 1);
    device.finish(2);
    await device.pendingWork.settled();
    assert.deepEqual(await device.news(), []);
    assert.deepEqual(errors, [end === "make" ? new RangeError("no views") : "broken"]);
    assert.equal(items.observed, false);
  }
});

tensorTest("withViews() frees the views when nobody wants more results", async () => {
  const device = new Device();
  const ended = device.logged(from([1, 2, 3, 4]).pipe(device.operator(), take(1)));
  await device.news();
  device.finish(1);
  await ended;
  assert.deepEqual(await device.news(), ["result 1: 1"]);
  assert.equal(device.pendingWork.running, 1);
  device.finish(2);
  await device.pendingWork.settled();
  assert.deepEqual(await device.news(), []);
});
