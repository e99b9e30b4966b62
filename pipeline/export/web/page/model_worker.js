/**
 * Runs the model away from the page, which stays responsive: loads TensorFlow.js and one of its
 * backends, and computes logits of windows.
 *
 * @module
 */

import { checkLevels } from "./check_levels.ts";
import { describeDifference } from "./describe_difference.ts";
import { viewOfWindow } from "./view_of_window.ts";

/** Scripts of a backend. */
const SCRIPTS = {
  wasm: "tf-backend-wasm.min.js",
  webgpu: "tf-backend-webgpu.min.js",
  cpu: "tf-backend-cpu.min.js",
};

/** Threads beyond these make nothing faster, as layers are small. */
const MAX_THREADS = 8;

let model;
let inputs;
let outputs;
/** What the graphics card has complained about; it fails silently, with zeros. */
let complaint;

globalThis.onmessage = async ({ data: { id, kind, ...options } }) => {
  try {
    const result = kind === "load" ? await load(options) : await classify(options);
    globalThis.postMessage({ id, kind: "done", result });
  } catch (error) {
    globalThis.postMessage({ id, kind: "failed", message: error.message });
  }
};

/** Loads backend and model, and says what runs. */
async function load({ base, backend, facts }) {
  const startedAt = performance.now();
  const vendor = new URL("vendor/", base);
  await requireUsable(backend);
  for (const name of ["tf-core.min.js", "tf-converter.min.js", SCRIPTS[backend]]) {
    await import(new URL(name, vendor));
  }
  const { tf } = globalThis;
  if (backend === "wasm") {
    tf.wasm.setWasmPaths(vendor.href);
    tf.wasm.setThreadsCount(Math.min(MAX_THREADS, navigator.hardwareConcurrency));
  }
  if (!await tf.setBackend(backend)) throw new Error(`the ${backend} backend does not start`);
  await tf.ready();
  if (backend === "webgpu") {
    tf.backend().device.addEventListener("uncapturederror", ({ error }) => {
      complaint ??= error.message;
    });
  }
  const onProgress = (share) => globalThis.postMessage({ kind: "progress", share });
  model = await tf.loadGraphModel(new URL("model/model.json", base).href, { onProgress });
  inputs = facts.inputs;
  outputs = facts.outputs.slice(0, inputs.length);
  globalThis.postMessage({ kind: "progress", share: 1 });
  await checkNumbers(new URL("check.json", base));
  return {
    description: await describeBackend(backend),
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** Requires that the backend computes what the program has computed. */
async function checkNumbers(address) {
  const expected = await (await fetch(address)).json();
  const { tf } = globalThis;
  const feeds = inputs.map(({ name, shape: [, ...extents] }) => {
    const shape = [1, ...extents];
    return [name, tf.tensor(checkLevels(tf.util.sizeFromShape(shape)), shape)];
  });
  const problem = describeDifference(await run(feeds), expected.logits);
  if (problem !== undefined) throw new Error(problem);
}

/** Says why a backend cannot be used, before it is loaded. */
async function requireUsable(backend) {
  if (backend === "wasm" && typeof WebAssembly !== "object") {
    throw new Error("this browser has no WebAssembly");
  }
  if (backend !== "webgpu") return;
  if (!globalThis.isSecureContext) {
    throw new Error("browsers have WebGPU only on https and on localhost");
  }
  if (navigator.gpu === undefined) throw new Error("this browser has no WebGPU");
  if (await navigator.gpu.requestAdapter() === null) {
    throw new Error("this browser finds no graphics card that it may use");
  }
}

async function describeBackend(backend) {
  if (backend === "cpu") return "plain JavaScript, one thread";
  if (backend === "webgpu") {
    const { info } = await navigator.gpu.requestAdapter();
    const names = [info.vendor, info.architecture].filter((name) => name !== "");
    return ["WebGPU", ...names].join(", ");
  }
  const { tf } = globalThis;
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT") ? "with SIMD" : "without SIMD";
  const hasThreads = await tf.env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT");
  const threads = hasThreads ? tf.wasm.getThreadsCount() : 1;
  const why = hasThreads ? "" : ", as the server does not isolate the page";
  return `WebAssembly ${simd}, ${threads} ${threads === 1 ? "thread" : "threads"}${why}`;
}

/** Computes the logits of views of a window: for each input `[views, classes]`. */
async function classify({ window, boxes, size }) {
  const { tf } = globalThis;
  const startedAt = performance.now();
  const feeds = inputs.map(({ name, frameIndices }) => {
    const views = boxes.map((box) => viewOfWindow(window, { frameIndices, box, size }));
    const shape = [frameIndices.length, size, size, 3];
    return [name, tf.tidy(() => tf.stack(views.map((view) => tf.tensor(view, shape))))];
  });
  return { logits: await run(feeds), milliseconds: performance.now() - startedAt };
}

/** Computes the logits of clips, by input, and frees the clips. */
async function run(feeds) {
  const { tf } = globalThis;
  const results = model.execute(Object.fromEntries(feeds), outputs);
  const tensors = Array.isArray(results) ? results : [results];
  const logits = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose([...feeds.map(([, feed]) => feed), ...tensors]);
  if (complaint !== undefined) throw new Error(`its graphics card cannot compute: ${complaint}`);
  return logits;
}
