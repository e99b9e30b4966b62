import { type ByName, mapByName } from "../../operators/by_name.ts";
import type { ClipRateConfig } from "../config/input_config.ts";

/** What is known of a clip that images show. */
export type WordedClip = Pick<ClipRateConfig, "stride" | "modality">;

/**
 * Returns what images call clips, by their names: slow and fast where two networks see frames at two
 * rates, else what their pixels show, or their names.
 */
export function clipWords(clips: ByName<WordedClip>): ByName<string> {
  if (isTwoRates(clips)) return { primary: "slow", auxiliary: "fast" };
  const ofFrames = Object.values<WordedClip>(clips).filter((clip) => modalityOf(clip) === "rgb");
  return mapByName<WordedClip, string>(clips, (clip, name) => {
    const modality = modalityOf(clip);
    const isNetwork = name === "primary" || name === "auxiliary";
    if (modality === "rgb") return isNetwork && ofFrames.length === 1 ? "frames" : name;
    return isNetwork || name === modality ? modality : `${name} ${modality}`;
  });
}

function isTwoRates(clips: ByName<WordedClip>): boolean {
  const { primary, auxiliary } = clips;
  return auxiliary !== undefined && Object.keys(clips).length === 2 &&
    modalityOf(primary) === "rgb" && modalityOf(auxiliary) === "rgb" &&
    primary.stride > auxiliary.stride;
}

function modalityOf({ modality = "rgb" }: WordedClip) {
  return modality;
}
