import { isRecord } from "../config/is_record.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { readAt } from "./read_at.ts";

/** Bytes at the end of the metrics in which there is a step, if there is any. */
const END_BYTES = 2 ** 16;

/** Reads the last step of a run's metrics without the steps before; 0 if there is none. */
export async function readLastStep(path: string): Promise<number> {
  if (statIfPresent(path) === undefined) return 0;
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const bytes = await readAt(file, { offset: Math.max(0, size - END_BYTES), length: END_BYTES });
  const lines = new TextDecoder().decode(bytes).split("\n");
  return lines.reduceRight((step, line) => step === 0 ? stepOf(line) : step, 0);
}

/** The step of a line about one; 0 of others, and of the first one, whose start may be cut off. */
function stepOf(line: string): number {
  try {
    const value: unknown = JSON.parse(line);
    const isStep = isRecord(value) && value.kind === "step" && typeof value.step === "number";
    return isStep ? Number(value.step) : 0;
  } catch (error) {
    // The last line may not be finished, and the series report a damaged one.
    if (error instanceof SyntaxError) return 0;
    throw error;
  }
}
