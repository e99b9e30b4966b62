import assert from "node:assert/strict";
import { attr, compile, nativeOp, tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { usesGpu } from "../../_tensorflow.ts";

const T = attr.type("T", "float32");

/** Returns the line after the calling one, as an error names it, without the column. */
function nextLine(): string {
  const [, , caller = ""] = (new Error().stack ?? "").split("\n");
  const line = /op_error_test\.ts:(\d+):\d+\)?$/.exec(caller)?.[1];
  return `tests/runtime/bindings/op_error_test.ts:${Number(line) + 1}`;
}

/** Runs `body`, which must throw, and returns the error's message without columns. */
function messageOf(body: () => void): string {
  let message = "";
  withoutLeaks(() => {
    try {
      body();
    } catch (error) {
      message = (error as Error).message.replace(/(\.ts:\d+):\d+/, "$1");
    }
  });
  return message;
}

Deno.test("opError() reports an op that TensorFlow refuses with its inputs, the line and the reason", () => {
  let line = "";
  const message = messageOf(() => {
    line = nextLine();
    nativeOp("MatMul", [T], [tf.ones([2, 2]), tf.ones([3, 3])], 1);
  });
  assert.equal(
    message,
    `Cannot run op MatMul on float32[2,2], float32[3,3] at ${line}: ` +
      "Matrix size-incompatible: In[0]: [2,2], In[1]: [3,3]",
  );
});

Deno.test("opError() reports an op refused inside tfjs with the line outside tfjs", () => {
  let line = "";
  const message = messageOf(() => {
    line = nextLine();
    tf.grad((x: tf.Tensor) => tf.sum(tf.matMul(x, x)))(tf.ones([1, 2, 3]));
  });
  const request = `Cannot run op BatchMatMulV2 on float32[1,2,3], float32[1,2,3] at ${line}`;
  assert.ok(message.startsWith(`${request}: Matrix size-incompatible`), message);
});

Deno.test("opError() reports an op of an unknown name, without inputs", () => {
  assert.match(
    messageOf(() => nativeOp("NoSuchOp", [], [], 1)),
    /^Cannot run op NoSuchOp on no inputs at tests\/runtime\/bindings\/op_error_test\.ts:\d+: 'NoSuchOp' is neither/,
  );
});

Deno.test({
  name: "opError() reports the op that fails inside a compiled function, with the line of the call",
  ignore: usesGpu,
  fn: async () => {
    using loss = compile(({ logits, labels }: { logits: tf.Tensor; labels: tf.Tensor }) => {
      const attributes = [T, attr.type("Tlabels", "int32")];
      const name = "SparseSoftmaxCrossEntropyWithLogits";
      return nativeOp(name, attributes, [logits, labels], 2)[0];
    });
    const inputs = { logits: tf.ones([2, 2]), labels: tf.tensor1d([0, 8], "int32") };
    const pattern =
      /^Cannot run compiled function \w+ on int32\[2\], float32\[2,2\] at tests\/runtime\/bindings\/op_error_test\.ts:\d+:\d+: Received a label value of 8 .* \(in SparseSoftmaxCrossEntropyWithLogits_\d+\)$/;
    await assert.rejects(loss(inputs), { name: "TensorFlowError", code: 3, message: pattern });
    tf.dispose(inputs);
  },
});

// Slow by itself: TensorFlow waits ten seconds for memory before it gives up.
Deno.test({
  name:
    "opError() reports an op without room for its result with what it asked for and what is free",
  ignore: usesGpu,
  fn: () => {
    const message = messageOf(() => {
      const column = tf.ones([1_000_000, 1]);
      nativeOp("MatMul", [T, attr.bool("transpose_b", true)], [column, column], 1);
    });
    assert.match(
      message,
      /^Cannot run op MatMul on float32\[1000000,1\], float32\[1000000,1\] at \S+: out of memory for float32\[1000000,1000000\], 3\.64 TiB, while [\d.]+ [GT]iB of the machine's [\d.]+ [GT]iB are free: make the batch or the clips smaller; at most 1\/\d+ of it would fit$/,
    );
  },
});
