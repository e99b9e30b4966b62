import * as v from "valibot";
import { amount, count, dateText } from "./number_schemas.ts";
import type { RunRecord } from "./run_record.ts";

/** Schema of `run.json`. */
export const runRecordSchema: v.GenericSchema<unknown, RunRecord> = v.object({
  parent: v.optional(v.string()),
  parts: v.array(v.object({
    state: v.picklist(["running", "finished", "interrupted", "failed"]),
    reason: v.optional(v.string()),
    command: v.string(),
    folder: v.string(),
    startedAt: dateText,
    endedAt: v.nullable(dateText),
    program: v.object({
      version: v.string(),
      commit: v.nullable(v.string()),
      modified: v.nullable(v.boolean()),
    }),
    deno: v.string(),
    libraries: v.nullable(v.object({
      tensorflow: v.string(),
      device: v.picklist(["cpu", "gpu"]),
      ffmpeg: v.string(),
    })),
    host: v.object({
      system: v.string(),
      processor: v.string(),
      threads: count,
      memoryBytes: amount,
    }),
  })),
});
