import type { FaultGroup } from "./_fault.ts";
import { FULL_DISK_FAULTS } from "./_full_disk.ts";

export const DISK_FAULTS: FaultGroup = {
  title: "Disks",
  faults: [...FULL_DISK_FAULTS],
};
