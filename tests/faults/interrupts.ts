import type { FaultGroup } from "./_fault.ts";

export const INTERRUPT_FAULTS: FaultGroup = {
  title: "Interruptions",
  faults: [],
};
