import type { FaultGroup } from "./_fault.ts";

export const DOWNLOAD_FAULTS: FaultGroup = {
  title: "Downloads and libraries",
  faults: [],
};
