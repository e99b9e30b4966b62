import assert from "node:assert/strict";
import { join } from "node:path";
import { RunLog } from "../../../pipeline/run/run_log.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("RunLog appends lines with their time", () =>
  withFolder(async (folder) => {
    const path = join(folder, "log.txt");
    for (const [minute, text] of ["first\n\nlast", "resumed\n"].entries()) {
      using log = new RunLog(path, {
        now: () => new Date(Date.UTC(2026, 0, 1, 10, minute)),
        onProblem: assert.fail,
      });
      log.write(text);
    }
    assert.equal(
      await Deno.readTextFile(path),
      [
        "2026-01-01T10:00:00.000Z  first",
        "2026-01-01T10:00:00.000Z",
        "2026-01-01T10:00:00.000Z  last",
        "2026-01-01T10:01:00.000Z  resumed",
        "",
      ].join("\n"),
    );
  }));
