import assert from "node:assert/strict";
import { join } from "node:path";
import { RunLog } from "../../../pipeline/run/run_log.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";
import { withFolder } from "../../_temporary_folder.ts";

const mayMount = await canMount();

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

Deno.test({
  name: "RunLog on a full disk reports once that lines are missing",
  // Needs a file system of its own.
  ignore: !mayMount,
  fn: () =>
    withFolder((folder) =>
      withSmallDisk(folder, async () => {
        const path = join(folder, "log.txt");
        const problems: string[] = [];
        using log = new RunLog(path, { onProblem: (line) => problems.push(line) });
        for (let line = 0; line < 3; line++) log.write("x".repeat(200 * 1024));
        assert.deepEqual(problems, [
          `Cannot write ${path} as the disk must have room: it is full. Lines of the log are missing`,
        ]);
        await Promise.resolve();
      })
    ),
});
