import type { FaultGroup } from "./_fault.ts";

export const DISK_FAULTS: FaultGroup = {
  title: "Disks",
  faults: [],
};
