import assert from "node:assert/strict";
import { lineOfCaller } from "../../../runtime/bindings/calling_line.ts";
import { plainReason } from "../../../runtime/ffi/plain_reason.ts";
import { attr, compile, nativeOp, startTensorFlow, tf } from "../../../runtime/mod.ts";
import { outOfMemory } from "../../../runtime/bindings/out_of_memory.ts";
import { withoutLeaks } from "../../_leaks.ts";

await startTensorFlow();

const T = attr.type("T", "float32");

/** The line of this file that calls it, as an error tells it but for the column. */
function nextLine(): string {
  const [, line] = /op_error_test\.ts:(\d+):\d+\)?$/.exec(new Error().stack!.split("\n")[2]!)!;
  return `tests/runtime/bindings/op_error_test.ts:${Number(line) + 1}`;
}

/** Runs `body`, which must throw, and gives the error's message without columns. */
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

Deno.test("an op that TensorFlow refuses is told with its inputs, the line and the reason", () => {
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

Deno.test("an op refused under tfjs is told with the line outside tfjs", () => {
  let line = "";
  const message = messageOf(() => {
    line = nextLine();
    tf.grad((x: tf.Tensor) => tf.sum(tf.matMul(x, x)))(tf.ones([1, 2, 3]));
  });
  const request = `Cannot run op BatchMatMulV2 on float32[1,2,3], float32[1,2,3] at ${line}`;
  assert.ok(message.startsWith(`${request}: Matrix size-incompatible`), message);
});

Deno.test("an op without inputs, of an unknown name, is told as such", () => {
  assert.match(
    messageOf(() => nativeOp("NoSuchOp", [], [], 1)),
    /^Cannot run op NoSuchOp on no inputs at tests\/runtime\/bindings\/op_error_test\.ts:\d+: 'NoSuchOp' is neither/,
  );
});

Deno.test("an op that fails inside a compiled function is named, with the line of the call", async () => {
  using loss = compile(({ logits, labels }: { logits: tf.Tensor; labels: tf.Tensor }) => {
    const attributes = [T, attr.type("Tlabels", "int32")];
    const name = "SparseSoftmaxCrossEntropyWithLogits";
    return nativeOp(name, attributes, [logits, labels], 2)[0]!;
  });
  const inputs = { logits: tf.ones([2, 2]), labels: tf.tensor1d([0, 8], "int32") };
  const pattern =
    /^Cannot run compiled function \w+ on int32\[2\], float32\[2,2\] at tests\/runtime\/bindings\/op_error_test\.ts:\d+:\d+: Received a label value of 8 .* \(in SparseSoftmaxCrossEntropyWithLogits_\d+\)$/;
  await assert.rejects(loss(inputs), { name: "TensorFlowError", code: 3, message: pattern });
  tf.dispose(inputs);
});

// Slow by itself: TensorFlow waits ten seconds for memory before it gives up.
Deno.test("an op without room for its result is told with what it asked for and what is free", () => {
  const message = messageOf(() => {
    const column = tf.ones([1_000_000, 1]);
    nativeOp("MatMul", [T, attr.bool("transpose_b", true)], [column, column], 1);
  });
  assert.match(
    message,
    /^Cannot run op MatMul on float32\[1000000,1\], float32\[1000000,1\] at \S+: out of memory for float32\[1000000,1000000\], 3\.64 TiB, while [\d.]+ [GT]iB of the machine's [\d.]+ [GT]iB are free: make the batch or the clips smaller; at most 1\/\d+ of it would fit$/,
  );
});

const GIBIBYTE = 2 ** 30;
const OOM = "OOM when allocating tensor with shape[8,1024,1024,64] and type half on " +
  "/job:localhost/replica:0/task:0/device";

Deno.test.each(
  [
    [
      "a CPU without the room",
      `${OOM}:CPU:0 by allocator mklcpu`,
      "out of memory for float16[8,1024,1024,64], 1 GiB, while 300 MiB of the machine's 2 GiB are " +
      "free: make the batch or the clips smaller; at most 1/4 of it would fit",
    ],
    [
      "a GPU",
      `${OOM}:GPU:0 by allocator GPU_0_bfc`,
      "out of memory for float16[8,1024,1024,64], 1 GiB, on the GPU: make the batch or the clips smaller",
    ],
    ["another reason", "too many threads", "too many threads"],
  ] as const,
)("outOfMemory() explains %s", (_, reason, expected) => {
  const memory = { available: 300 * 2 ** 20, total: 2 * GIBIBYTE };
  assert.equal(outOfMemory(reason, memory), expected);
});

Deno.test("outOfMemory() says so when the tensor itself would fit", () => {
  const memory = { available: 1.5 * GIBIBYTE, total: 2 * GIBIBYTE };
  assert.match(outOfMemory(`${OOM}:CPU:0 by allocator cpu`, memory), /; other tensors take the rest$/);
});

Deno.test.each(
  [
    ["sizes differ [Op:AddV2] name: ", "sizes differ name:"],
    ["{{function_node f}} no room\n\t [[{{node Add_3}}]]\nHint: If you want", "no room (in Add_3)"],
    [
      "must be equal, but are 1 and 2 for '{{node A_1}} = A[T=DT_FLOAT](P, P)' with input shapes: [1].",
      "must be equal, but are 1 and 2",
    ],
    [
      "1 inputs specified of 2 while building NodeDef 'A_1' using Op<name=A>",
      "1 inputs specified of 2",
    ],
    [
      "NodeDef missing attrs 'padding' from Op<name=A>; NodeDef: {{node A}}",
      "NodeDef missing attrs 'padding'",
    ],
    ["not allowed: float\n\t; NodeDef: {{node A}}; Op<name=A>", "not allowed: float"],
    ["In[0]: [2,2], In[1]: [3,3]", "In[0]: [2,2], In[1]: [3,3]"],
  ] as const,
)("plainReason() of %j", (message, expected) => {
  assert.equal(plainReason(message), expected);
});

Deno.test("lineOfCaller() passes over the runtime, packages and Deno itself", () => {
  const project = new URL("../../../", import.meta.url).href;
  const frames = [
    "Error",
    `    at opError (${project}runtime/bindings/op_error.ts:10:10)`,
    "    at add_ (file:///cache/npm/registry.example/@tensorflow/tfjs-core/4.22.0/dist/tf-core.js:9:1)",
    "    at Array.map (<anonymous>)",
    "    at next (file:///elsewhere/node_modules/rxjs/dist/map.js:9:1)",
    "    at ext:core/01_core.js:9:1",
    `    at async forward (${project}models/a%20b.ts:93:10)`,
    "    at file:///elsewhere/main.ts:1:2",
  ];
  assert.equal(lineOfCaller(frames.join("\n")), "models/a b.ts:93:10");
  assert.equal(lineOfCaller(frames.at(-1)!), "file:///elsewhere/main.ts:1:2");
  assert.equal(lineOfCaller(frames.slice(0, -2).join("\n")), undefined);
});
