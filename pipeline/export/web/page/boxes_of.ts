import type { Dimensions } from "../../../../datasets/frames/frame_dimensions.ts";
import type { CropBox } from "../../../../operators/clip.ts";
import { testCrops } from "../../../../operators/views/test_crops.ts";
import type { ExportedSampling } from "../../export_facts.ts";

/** Returns the squares of a frame that the networks look at. */
export function boxesOf(crops: ExportedSampling["crops"], frame: Dimensions): CropBox[] {
  const [first, middle, last] = testCrops(frame);
  const plans = { first, middle, last };
  return crops.map((crop) => plans[crop].box);
}
