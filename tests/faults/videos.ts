import type { FaultGroup } from "./_fault.ts";

export const VIDEO_FAULTS: FaultGroup = {
  title: "Videos",
  faults: [],
};
