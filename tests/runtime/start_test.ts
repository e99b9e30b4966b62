import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { device } from "../../runtime/device.ts";
import { listDevices } from "../../runtime/ffi/list_devices.ts";
import { startTensorFlow, tf } from "../../runtime/mod.ts";
import { groupVersion, runInGroup } from "./_control_group.ts";

/** For a test that opens TensorFlow's library: it stays open until the process ends. */
const OPENS_LIBRARY = { sanitizeResources: false };

Deno.test(
  "startTensorFlow() opens one device, however often it is called and with which options",
  OPENS_LIBRARY,
  async () => {
    await assert.rejects(
      startTensorFlow({ threads: 0 }),
      /'threads' must be an integer from 1 to 1024/,
    );
    await assert.rejects(
      startTensorFlow({ threads: 2, threadsPerOp: 3 }),
      /'threadsPerOp' must be an integer from 1 to 2: current value is 3/,
    );
    // A failed start is forgotten; this one succeeds, and the call beside it waits for it.
    const [first, second] = await Promise.all([
      startTensorFlow({ threads: 1 }).then(device),
      startTensorFlow().then(device),
    ]);
    assert.equal(first, second);
    assert.equal(tf.add(1, 2).arraySync(), 3);
    await startTensorFlow({ threads: 1 });
    assert.equal(device(), first);
    await assert.rejects(startTensorFlow({ threads: 2 }), {
      name: "RangeError",
      message: "Cannot start TensorFlow again as 'threads' must be as at its first start (1): " +
        "current value is 2",
    });
    // A wish for speed, which comes too late.
    await startTensorFlow({ threadsPerOp: 1 });
    assert.equal(device(), first);
    await assert.rejects(startTensorFlow({ device: "gpu" }), {
      name: "RangeError",
      message: "Cannot start TensorFlow again as 'device' must be as at its first start (auto): " +
        "current value is gpu",
    });
  },
);

Deno.test("startTensorFlow() runs on the devices that TensorFlow lists", async () => {
  await startTensorFlow();
  const { library, context, kind } = device();
  const types = listDevices(library, context).map(({ type }) => type);
  assert.ok(types.includes("CPU"));
  assert.equal(kind, types.includes("GPU") ? "gpu" : "cpu");
});

Deno.test("startTensorFlow() does not search again once it has started", async () => {
  await startTensorFlow();
  const name = "LIBTENSORFLOW_DIR";
  const value = Deno.env.get(name);
  try {
    Deno.env.set(name, "/nowhere");
    await assert.doesNotReject(startTensorFlow());
  } finally {
    if (value === undefined) Deno.env.delete(name);
    else Deno.env.set(name, value);
  }
});

Deno.test("startTensorFlow() makes TensorFlow tfjs's backend", async () => {
  await startTensorFlow();
  assert.equal(tf.getBackend(), "tensorflow");
});

Deno.test({
  name: "startTensorFlow() computes on as many processors as a control group leaves",
  // Reason: few machines let a test make a group; with one processor there is nothing to see.
  ignore: groupVersion("cpu") === undefined || navigator.hardwareConcurrency < 2,
  async fn() {
    const program = fileURLToPath(new URL("./_print_threads.ts", import.meta.url));
    const words = ["run", "-q", "-P=program", program];
    assert.equal(Number(await runInGroup({ limited: "cpu", limit: 1, words })), 1);
  },
});
