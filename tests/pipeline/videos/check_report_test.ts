import assert from "node:assert/strict";
import { join } from "node:path";
import { type CheckedVideo, CheckReport } from "../../../pipeline/videos/check_report.ts";
import { withFolder } from "../../_temporary_folder.ts";

const STAMP = { path: "a.mp4", bytes: 7, modified: 9 };
const BROKEN: CheckedVideo = { ...STAMP, state: "broken", why: "no frame" };

Deno.test("CheckReport.find() knows what was found before about an unchanged file", () =>
  withFolder((folder) => {
    const path = join(folder, "report.jsonl");
    {
      using report = CheckReport.open(path);
      assert.equal(report.find(STAMP), undefined);
      report.add({ ...BROKEN, state: "ok" });
      report.add(BROKEN);
    }
    using report = CheckReport.open(path);
    assert.deepEqual(report.find(STAMP), BROKEN);
    assert.equal(report.find({ ...STAMP, bytes: 8 }), undefined);
    assert.equal(report.find({ ...STAMP, path: "b.mp4" }), undefined);
  }));

Deno.test("CheckReport.addMissing() lists a missing video once", () =>
  withFolder((folder) => {
    const path = join(folder, "report.jsonl");
    for (let check = 0; check < 2; check++) {
      using report = CheckReport.open(path);
      report.addMissing("a.mp4");
      assert.equal(report.find(STAMP), undefined);
    }
    assert.equal(Deno.readTextFileSync(path), '{"path":"a.mp4","state":"missing"}\n');
  }));

for (const before of ["", `${JSON.stringify({ ...BROKEN, path: "b.mp4" })}\n`]) {
  const place = before === "" ? "the first line" : "a later line";
  Deno.test(`CheckReport.open() removes what was cut off: ${place}`, () =>
    withFolder((folder) => {
      const path = join(folder, "report.jsonl");
      const line = JSON.stringify(BROKEN);
      Deno.writeTextFileSync(path, before + (before === "" ? line : line.slice(0, 20)));
      using report = CheckReport.open(path);
      assert.equal(report.find(STAMP), undefined);
      report.add(BROKEN);
      assert.equal(Deno.readTextFileSync(path), `${before}${line}\n`);
    }));
}

Deno.test("CheckReport.open() removes a first line that was cut off anywhere", () =>
  withFolder((folder) => {
    const path = join(folder, "report.jsonl");
    const line = JSON.stringify(BROKEN);
    for (let length = 0; length <= line.length; length++) {
      Deno.writeTextFileSync(path, line.slice(0, length));
      using report = CheckReport.open(path);
      report.add(BROKEN);
      assert.equal(Deno.readTextFileSync(path), `${line}\n`, line.slice(0, length));
    }
  }));

for (const text of ["train/a.mp4 0\n", "train/a.mp4 0", '{"path":1}\n', "null\n"]) {
  Deno.test(`CheckReport.open() keeps a file that is not a report: ${JSON.stringify(text)}`, () =>
    withFolder((folder) => {
      const path = join(folder, "list.txt");
      Deno.writeTextFileSync(path, text);
      assert.throws(() => CheckReport.open(path), {
        name: "TypeError",
        message: /^Cannot report as .*list\.txt must be new or the report of an earlier check/,
      });
      assert.equal(Deno.readTextFileSync(path), text);
    }));
}
