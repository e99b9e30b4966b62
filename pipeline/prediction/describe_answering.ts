import type { Answering } from "./predict_options.ts";

const NETWORKS = {
  primary: "the primary network",
  auxiliary: "the auxiliary network",
  both: "both networks",
};

/** Says in one line who answers, and how they look at videos. */
export function describeAnswering({ run, step, network, plan }: Answering): string {
  const { framesPerSecond, frameCount, hop, clips, crops, wholeFrames } = plan;
  const seconds = (frames: number) => `${(frames / framesPerSecond).toFixed(1)} s`;
  const every = `windows of ${seconds(frameCount)} every ${seconds(hop)}`;
  const looking = wholeFrames === 0
    ? `${every}, ${pluralize(crops, "crop")} each`
    : `${pluralize(clips, "clip")} of ${pluralize(crops, "crop")} each; ` +
      `videos over ${seconds(wholeFrames)}: ${every}`;
  return `Answers by ${NETWORKS[network]} of ${run.name}, step ${step}; ${looking}`;
}

function pluralize(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
