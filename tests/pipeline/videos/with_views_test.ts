import assert from "node:assert/strict";
import { from, lastValueFrom, Subject, take, toArray } from "rxjs";
import { PendingWork } from "../../../operators/mod.ts";
import { withViews } from "../../../pipeline/videos/with_views.ts";
import { tf } from "../../../runtime/mod.ts";
import { tensorTest } from "../../operators/_tensors.ts";

/** Views of numbers, and a device whose work the test ends. */
class Device {
  readonly log: string[] = [];
  readonly pendingWork = new PendingWork();
  /** Ends what is computed. */
  finish: (error?: unknown) => void = () => {};

  operator() {
    return withViews({
      pendingWork: this.pendingWork,
      make: (item: number) => {
        this.log.push(`make ${item}`);
        if (item < 0) throw new RangeError("no views");
        return tf.scalar(item);
      },
      compute: async (view, item) => {
        this.log.push(`compute ${item}`);
        await new Promise<void>((resolve, reject) => {
          this.finish = (error) => error === undefined ? resolve() : reject(error);
        });
        return `${item}: ${view.dataSync()[0]}`;
      },
    });
  }

  /** Returns what was done lately, when all has been that follows by itself. */
  async news(): Promise<string[]> {
    await new Promise((resolve) => setTimeout(resolve));
    return this.log.splice(0);
  }
}

tensorTest("withViews() makes the views of the next item while one is computed", async () => {
  const device = new Device();
  const results = lastValueFrom(from([1, 2, 3, 4]).pipe(device.operator(), toArray()));
  const before = tf.memory().numTensors;
  assert.deepEqual(await device.news(), ["make 1", "make 2", "compute 1"]);
  device.finish();
  // The device does not wait for the views of the item after the next.
  assert.deepEqual(await device.news(), ["compute 2", "make 3"]);
  assert.equal(tf.memory().numTensors, before);
  device.finish();
  assert.deepEqual(await device.news(), ["compute 3", "make 4"]);
  device.finish();
  assert.deepEqual(await device.news(), ["compute 4"]);
  device.finish();
  assert.deepEqual(await results, ["1: 1", "2: 2", "3: 3", "4: 4"]);
  assert.equal(device.pendingWork.running, 0);
});

tensorTest("withViews() computes an item that comes late at once", async () => {
  const device = new Device();
  const items = new Subject<number>();
  const results = lastValueFrom(items.pipe(device.operator(), toArray()));
  items.next(1);
  assert.deepEqual(await device.news(), ["make 1", "compute 1"]);
  device.finish();
  await device.news();
  items.next(2);
  assert.deepEqual(await device.news(), ["make 2", "compute 2"]);
  items.complete();
  device.finish();
  assert.deepEqual(await results, ["1: 1", "2: 2"]);
});

tensorTest("withViews() computes no further item after an error", async () => {
  for (const end of ["compute", "source", "make"] as const) {
    const device = new Device();
    const items = new Subject<number>();
    const errors: unknown[] = [];
    items.pipe(device.operator()).subscribe({ error: (error) => errors.push(error) });
    items.next(1);
    items.next(2);
    items.next(end === "make" ? -3 : 3);
    assert.deepEqual(await device.news(), ["make 1", "make 2", "compute 1"]);
    if (end === "source") items.error("broken");
    device.finish(end === "compute" ? "broken" : undefined);
    const news = await device.news();
    if (end === "make") {
      assert.deepEqual(news, ["compute 2", "make -3"]);
      device.finish();
    } else assert.deepEqual(news, []);
    await device.pendingWork.settled();
    assert.deepEqual(errors, [end === "make" ? new RangeError("no views") : "broken"]);
    assert.equal(items.observed, false);
  }
});

tensorTest("withViews() frees the views when nobody wants more results", async () => {
  const device = new Device();
  const results = lastValueFrom(from([1, 2, 3, 4]).pipe(device.operator(), take(1), toArray()));
  await device.news();
  device.finish();
  assert.deepEqual(await results, ["1: 1"]);
  // The next item was started before.
  assert.deepEqual(await device.news(), ["compute 2"]);
  assert.equal(device.pendingWork.running, 1);
  device.finish();
  await device.pendingWork.settled();
  assert.deepEqual(await device.news(), []);

  const other = new Device();
  const subscription = from([1, 2, 3]).pipe(other.operator()).subscribe();
  assert.deepEqual(await other.news(), ["make 1", "make 2", "compute 1"]);
  subscription.unsubscribe();
  other.finish();
  await other.pendingWork.settled();
  assert.deepEqual(await other.news(), []);
});
