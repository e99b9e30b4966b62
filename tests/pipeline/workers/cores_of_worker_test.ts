import assert from "node:assert/strict";
import { coresOfWorker } from "../../../pipeline/workers/cores_of_worker.ts";

Deno.test("coresOfWorker() divides the processors of a machine among its workers", () => {
  const addresses = ["localhost:1", "127.0.0.1:2", "other:1"];
  const whole = { usable: 8, all: 8, areShared: false };
  assert.equal(coresOfWorker({ addresses, task: 0 }, whole), 4);
  assert.equal(coresOfWorker({ addresses, task: 2 }, whole), 8);
  assert.equal(coresOfWorker({ addresses, task: 0 }, { usable: 1, all: 1, areShared: true }), 1);
});

Deno.test("coresOfWorker() divides no processors that were given to a worker alone", () => {
  const addresses = ["node:1", "node:2"];
  const given = { usable: 3, all: 8, areShared: false };
  assert.equal(coresOfWorker({ addresses, task: 1 }, given), 3);
});

Deno.test("coresOfWorker() divides the processors that a command and what it has started were given", () => {
  const addresses = ["127.0.0.1:1", "127.0.0.1:2"];
  const given = { usable: 4, all: 8, areShared: true };
  assert.equal(coresOfWorker({ addresses, task: 1 }, given), 2);
});
