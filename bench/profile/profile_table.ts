import { formatTable } from "../../pipeline/terminal/format_table.ts";
import { OP_GROUPS } from "./op_group.ts";
import type { StepProfile } from "./profile_step.ts";

/** Formats where the time of a step goes. */
export function profileTable(profile: StepProfile): string {
  const total = OP_GROUPS.reduce((sum, group) => sum + profile[group], 0);
  return formatTable({
    header: ["op by op", "ms", "share, %"],
    rows: [...OP_GROUPS.map((group) => [group, profile[group]] as const), ["all", total] as const]
      .map(([group, seconds]) => [
        group,
        (1000 * seconds).toFixed(1),
        (100 * seconds / total).toFixed(0),
      ]),
  });
}
