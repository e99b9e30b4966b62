import type { ProgramVersion } from "../run/run_record.ts";
import { findCommit } from "./find_commit.ts";
import { PROGRAM_VERSION } from "./program_version.ts";

/** Returns the version of this program, with the commit if it is run from a clone. */
export function describeProgram(): ProgramVersion {
  const commit = findCommit();
  return {
    version: PROGRAM_VERSION,
    commit: commit?.hash ?? null,
    modified: commit?.modified ?? null,
  };
}
