import assert from "node:assert/strict";
import { timeSformer } from "../../../models/mod.ts";
import { ForwardPass } from "../../../models/networks/_forward_pass.ts";
import { block, lastBlock } from "../../../models/networks/_timesformer_block.ts";
import { embed, type Tokens } from "../../../models/networks/_timesformer_embed.ts";
import { tf } from "../../../runtime/mod.ts";
import { testParity } from "../_parity.ts";
import { Reference, relativeError, TIMESFORMER_TINY } from "../_reference.ts";
import "../../_tensorflow.ts";

testParity("timesformer_tiny", timeSformer(TIMESFORMER_TINY));

/** Ours are [batch, frames, patches, width]; the official order has frames innermost. */
function officialOrder({ classToken, patches }: Tokens): tf.Tensor3D {
  const [batch, frames, patchCount, width] = patches.shape;
  const reordered = tf.reshape(tf.transpose(patches, [0, 2, 1, 3]), [
    batch,
    frames * patchCount,
    width,
  ]);
  return tf.concat([classToken, reordered as tf.Tensor3D], 1);
}

Deno.test("timeSformer() gives the tokens of timesformer_tiny after every block", async () => {
  using reference = await Reference.open("timesformer_tiny");
  const before = tf.memory().numTensors;
  const state = await reference.state(timeSformer(TIMESFORMER_TINY));
  const clips = await reference.clips("input");
  const [afterFirst, afterSecond, lastClassToken] = tf.tidy(() => {
    const pass = new ForwardPass({ ...state, clips, training: true });
    const first = block(embed(pass, clips, TIMESFORMER_TINY), {
      pass,
      index: 0,
      config: TIMESFORMER_TINY,
    });
    const last = { pass, index: 1, config: TIMESFORMER_TINY };
    const second = block(first, last);
    return [officialOrder(first), officialOrder(second), lastBlock(first, last)];
  });
  for (
    const [name, tokens] of [["act.blocks.0", afterFirst], ["act.blocks.1", afterSecond]] as const
  ) {
    assert.deepEqual(tokens!.shape, reference.reader.tensors.get(name)!.shape);
    const difference = relativeError(tokens!.dataSync(), await reference.values(name));
    assert.ok(difference < 1e-5, `${name}: ${difference}`);
  }
  const [batch, count, width] = afterSecond!.shape as [number, number, number];
  const expected = (await reference.values("act.blocks.1")).filter((_, index) =>
    index % (count * width) < width
  );
  assert.deepEqual(lastClassToken!.shape, [batch, 1, width]);
  assert.ok(relativeError(lastClassToken!.dataSync(), expected) < 1e-5);
  tf.dispose([afterFirst!, afterSecond!, lastClassToken!, clips, state.parameters]);
  assert.equal(tf.memory().numTensors, before);
});
