import type { Config } from "../../config/config.ts";
import type { AnsweringNetwork } from "../../prediction/answer_by.ts";

/**
 * Requires that the networks of a demo see frames, as its page makes clips of nothing else.
 *
 * @throws {TypeError} If one sees changes from frame to frame.
 */
export function requireFrames({ clip }: Config, answer: AnsweringNetwork): void {
  const networks = answer === "both" ? ["primary", "auxiliary"] as const : [answer];
  for (const network of networks) {
    const { modality = "rgb" } = clip[network];
    if (modality === "rgb") continue;
    throw new TypeError(
      `Cannot write a demo of this run as its ${network} network must see frames: ` +
        `current value is ${modality}`,
    );
  }
}
