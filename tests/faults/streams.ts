import type { FaultGroup } from "./_fault.ts";

export const STREAM_FAULTS: FaultGroup = {
  title: "Streams of one's own",
  faults: [],
};
