import assert from "node:assert/strict";
import { DiskFullError } from "../../../pipeline/files/disk_full_error.ts";
import { explainFullDisk } from "../../../pipeline/files/explain_full_disk.ts";

Deno.test("explainFullDisk() explains every way in which a disk can be full", () => {
  for (const field of [{ code: "ENOSPC" }, { code: "EDQUOT" }, { errcode: 13 }]) {
    const cause = Object.assign(new Error("it failed"), field);
    const error = explainFullDisk("runs/a", cause, "Make room.");
    assert.ok(error instanceof DiskFullError);
    assert.deepEqual([error.path, error.cause], ["runs/a", cause]);
    const message = "Cannot write runs/a as the disk must have room: it is full. Make room.";
    assert.equal(error.message, message);
  }
});

Deno.test("explainFullDisk() returns other errors as they are", () => {
  for (const error of [Object.assign(new Error(), { code: "EACCES" }), new Error(), "text"]) {
    assert.equal(explainFullDisk("runs/a", error), error);
  }
});

Deno.test("explainFullDisk() names the path if the system did not", () => {
  const cause = Object.assign(new Error("Not a directory (os error 20)"), { code: "ENOTDIR" });
  const error = explainFullDisk("runs/a", cause);
  assert.ok(error instanceof Error && "code" in error);
  const facts = [error.message, error.code, error.cause];
  assert.deepEqual(facts, ["Not a directory (os error 20): writefile 'runs/a'", "ENOTDIR", cause]);
});
