import type { ProgramVersion } from "../run/run_record.ts";

/** Characters of a commit's hash that are enough to find it. */
const HASH_SHOWN = 10;

/** Formats a version as text, such as `0.1.0 (0123456789, with changes)`. */
export function formatVersion({ version, commit, modified }: ProgramVersion): string {
  if (commit === null) return version;
  const changes = modified === true ? ", with changes" : "";
  return `${version} (commit ${commit.slice(0, HASH_SHOWN)}${changes})`;
}
