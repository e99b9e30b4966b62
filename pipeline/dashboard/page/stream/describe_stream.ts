import type { StreamState } from "../../../run/stream_state.ts";
import { countOf } from "../text/count_of.ts";
import { formatDuration } from "../text/format_duration.ts";
import { formatNumber } from "../text/format_number.ts";
import { STREAM_STATIONS } from "./stream_station.ts";

/** Says who waits for whom. */
export function describeBalance({ balance }: Pick<StreamState, "balance">): string {
  switch (balance) {
    case "decode-bound":
      return "Decode-bound: the device waits for decoded clips.";
    case "device-bound":
      return "Device-bound: decoded clips wait for the device.";
    case "balanced":
      return "Balanced: decoding and the device keep pace.";
    case null:
      return "No step is done yet.";
  }
}

/** Age from which a state says nothing about now, in seconds: a training writes one each second. */
const OLD_SECONDS = 15;

/**
 * Says what the training waits for at this moment.
 *
 * @param ageSeconds How old the state is.
 */
export function describeActivity(
  { activity, activitySeconds, step, totalSteps, total }: Pick<
    StreamState,
    "activity" | "activitySeconds" | "step" | "totalSteps" | "total"
  >,
  ageSeconds: number,
): string {
  if (step === totalSteps) return "All steps are done; the test follows.";
  if (ageSeconds >= OLD_SECONDS) {
    return `This state is ${
      formatDuration(ageSeconds)
    } old: the stream has ended, has not started ` +
      "again yet, or hangs.";
  }
  const time = formatDuration(activitySeconds);
  if (activity === "pause" && total.taken === 0) {
    return `The process has prepared its first step for ${time}.`;
  }
  switch (activity) {
    case "data":
      return `The step has waited for its clips for ${time}.`;
    case "device":
      return `The device has computed for ${time}.`;
    case "peers":
      return `The step has waited for other workers for ${time}.`;
    case "pause":
      return `Between two steps for ${time}: validation, a checkpoint, or a hook.`;
  }
}

/** Says what has passed through the stream. */
export function describeTotals({ total }: Pick<StreamState, "total">): string {
  const replaced = total.replaced === 0
    ? ""
    : `, ${formatNumber(total.replaced)} in place of videos that cannot be read`;
  return `${countOf(total.taken, "clip")} taken${replaced}, ` +
    `${formatNumber(total.decoded)} decoded (${formatNumber(total.fromCache)} of them from ` +
    `memory), ${formatNumber(total.trained)} trained on since the process started.`;
}

/** A number of the stream and what it counts. */
export interface StreamNumber {
  readonly name: string;
  readonly count: number;
}

/** Lists every number of the drawing with its meaning, for those who cannot see it. */
export function listStreamNumbers(
  { clips, credits }: Pick<StreamState, "clips" | "credits">,
): StreamNumber[] {
  const stations = STREAM_STATIONS.flatMap((station) => {
    if (station.clips === undefined) return [];
    const { key, word } = station.clips;
    const where = station.kind === "operator"
      ? `in ${station.name}, which ${station.purpose}`
      : station.purpose;
    return { name: `clips ${word}: ${where}`, count: clips[key] };
  });
  return [
    { name: "credits", count: credits.capacity },
    { name: "credits in flight", count: credits.inFlight },
    { name: "credits free", count: credits.capacity - credits.inFlight },
    ...stations,
  ];
}
