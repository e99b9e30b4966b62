import * as v from "valibot";
import { RunFolderError } from "../run/run_folder_error.ts";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { share } from "../run/number_schemas.ts";
import { parseJson } from "../run/parse_json.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { taskCommand } from "../terminal/task_command.ts";
import { predictionsHash } from "./predictions_hash.ts";
import type { RecordedPrediction } from "./record_prediction.ts";

const predictionSchema: v.GenericSchema<unknown, RecordedPrediction> = v.object({
  video: v.string(),
  label: v.string(),
  answers: v.record(
    v.string(),
    v.array(v.object({ class: v.string(), probability: share })),
  ),
});

/**
 * Reads what a finished run answered for its test videos.
 *
 * @throws {RunFolderError} If there is no such file, a line is not what was written, or the results
 * beside it are those of another test, as a test that was stopped while it wrote leaves them.
 */
export async function readPredictions(run: RunFolder): Promise<RecordedPrediction[]> {
  const { predictions: path } = run;
  const text = await readTextIfPresent(path);
  if (text === undefined) {
    throw new RunFolderError(`Cannot read ${path} as a tested run has it: there is no such file`);
  }
  const { predictions: hash } = await run.readResults() ?? {};
  if (hash !== undefined && hash !== predictionsHash(text)) {
    throw new RunFolderError(
      `Cannot read ${path} as it must be of the same test as ${run.results}: it is of another, as ` +
        "a test leaves it that was stopped while it wrote its files; repeat it: " +
        taskCommand("evaluate", "--run", run.reference) +
        (run.test === undefined ? "" : ", with the options of this test"),
    );
  }
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    return [parseJson(line, { path, line: index + 1, schema: predictionSchema })];
  });
}
