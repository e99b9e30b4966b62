import { DAMAGED_FILE_FAULTS } from "./_damaged_files.ts";
import type { FaultGroup } from "./_fault.ts";

export const FOREIGN_FILE_FAULTS: FaultGroup = {
  title: "Run folders, weights and lists from elsewhere",
  faults: [...DAMAGED_FILE_FAULTS],
};
