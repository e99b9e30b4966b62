import type { AttentionReadOut, Model } from "../../models/mod.ts";
import { tf } from "../../runtime/mod.ts";
import { attentionRollout } from "./attention_rollout.ts";
import { type ExplainedPass, gradCam } from "./grad_cam.ts";

/** What the methods are called, by the kind of network that they explain. */
export const METHOD_NAMES = {
  "slow-resnet": "Grad-CAM",
  "slowfast-resnet": "Grad-CAM",
  "r3d-resnet": "Grad-CAM",
  "tsm-resnet": "Grad-CAM",
  "timesformer": "attention rollout",
} as const satisfies Readonly<Record<Model["config"]["kind"], string>>;

/**
 * Computes how much each position of clips counts for what a network says about them: of a ResNet by
 * Grad-CAM, of a TimeSformer by attention rollout, which is the same for all classes.
 *
 * @returns [batch, frames, rows, columns], at least 0.
 * @throws {TypeError} If the network does not report what the method needs.
 */
export function relevanceOf(model: Model, pass: ExplainedPass): tf.Tensor4D {
  switch (model.config.kind) {
    case "slow-resnet":
    case "slowfast-resnet":
    case "r3d-resnet":
    case "tsm-resnet":
      return gradCam(model, pass);
    case "timesformer": {
      const side = model.config.size / model.config.patch;
      return tf.tidy(() => rollOut(model, pass, side));
    }
  }
}

function rollOut(
  model: Model,
  { explained: _, ...input }: ExplainedPass,
  side: number,
): tf.Tensor4D {
  const attentions: AttentionReadOut[] = [];
  const onAttention = (attention: AttentionReadOut) => attentions.push(attention);
  model.forward({ ...input, training: false, readOut: { onAttention } });
  if (attentions.length === 0) {
    throw new TypeError(
      `Cannot explain '${model.name}' by attention rollout as it must report its attention: it ` +
        "reports none",
    );
  }
  const patches = attentionRollout(attentions);
  const [batch, frames] = patches.shape;
  return tf.reshape(patches, [batch, frames, side, side]);
}
