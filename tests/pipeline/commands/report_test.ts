import assert from "node:assert/strict";
import { join } from "node:path";
import { reportCommand } from "../../../pipeline/commands/report.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("reportCommand() refuses a file for the report of one run, which is in the run's folder", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "config.json"), "{}");
    const output = join(folder, "mine.html");
    await assert.rejects(reportCommand({ runs: [folder], output }), {
      name: "TypeError",
      message:
        `Cannot write '${output}' as --output must be for a comparison of several runs: the ` +
        `report of one is ${join(folder, "report.html")}, which may be copied`,
    });
  }));
