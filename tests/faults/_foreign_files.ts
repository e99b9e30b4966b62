import { DAMAGED_FILE_FAULTS } from "./_damaged_files.ts";
import type { FaultGroup } from "./_fault.ts";
import { FOREIGN_CODE_FAULTS } from "./_foreign_code.ts";

export const FOREIGN_FILE_FAULTS: FaultGroup = {
  title: "Run folders, weights and lists from elsewhere",
  faults: [...FOREIGN_CODE_FAULTS, ...DAMAGED_FILE_FAULTS],
};
