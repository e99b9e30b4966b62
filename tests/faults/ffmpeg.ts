import type { FaultGroup } from "./_fault.ts";

export const FFMPEG_FAULTS: FaultGroup = {
  title: "ffmpeg",
  faults: [],
};
