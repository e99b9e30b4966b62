import type { FlowSource, FramePairs } from "../../datasets/mod.ts";
import { FLOW_SETTINGS, opticalFlow, storeFlow } from "../../operators/mod.ts";
import { tf, uploadUint8 } from "../../runtime/mod.ts";

/** As many pairs as clips of flow are computed of at once: the same kernels serve all. */
const PAIRS = 8;

/**
 * Returns the optical flow that clips of flow are made of, for `data prepare` to store.
 * TensorFlow must run.
 */
export function tvL1Flow(): FlowSource {
  const { scales, warps, iterations } = FLOW_SETTINGS;
  return { algorithm: `tv-l1 ${scales}/${warps}/${iterations}`, pairs: PAIRS, compute };
}

async function compute({ frames, next, count, height, width }: FramePairs): Promise<Uint8Array> {
  const shape: [number, number, number, number] = [count, height, width, 3];
  const images = tf.tidy(() =>
    storeFlow(
      opticalFlow(
        uploadUint8<tf.Rank.R4>(frames, shape),
        uploadUint8<tf.Rank.R4>(next, shape),
      ),
    )
  );
  try {
    return Uint8Array.from(await images.data());
  } finally {
    images.dispose();
  }
}
