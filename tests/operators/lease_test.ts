import assert from "node:assert/strict";
import { Lease } from "../../operators/_lease.ts";

function lease() {
  const log: string[] = [];
  return { log, lease: new Lease("a thing", "thing", () => log.push("free")) };
}

Deno.test("Lease frees the thing at once if nobody uses it, and only once", () => {
  const { lease: subject, log } = lease();
  subject.end();
  subject.end();
  assert.deepEqual(log, ["free"]);
});

Deno.test("Lease frees the thing when its last user is done", async () => {
  const { lease: subject, log } = lease();
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const uses = [subject.use(() => first.promise), subject.use(() => second.promise)];
  subject.end();
  first.resolve();
  await uses[0];
  assert.deepEqual(log, []);
  second.resolve();
  await uses[1];
  assert.deepEqual(log, ["free"]);
});

Deno.test("Lease frees the thing after work that fails, and passes the error on", async () => {
  const { lease: subject, log } = lease();
  const work = subject.use(() => Promise.reject(new Error("no work")));
  subject.end();
  await assert.rejects(work, /no work/);
  assert.deepEqual(log, ["free"]);
});

Deno.test("Lease refuses work after its end", async () => {
  const { lease: subject } = lease();
  assert.equal(await subject.use((thing) => thing.length), 5);
  subject.end();
  await assert.rejects(subject.use(() => 0), {
    name: "ReferenceError",
    message: "Cannot use a thing as it was disposed",
  });
});
