import assert from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { normalizeLevels } from "../../../../../operators/mod.ts";
import { viewOfWindow } from "../../../../../pipeline/export/web/page/view_of_window.ts";
import type { RunModel } from "../../../../../pipeline/export/run_model.ts";
import { tf } from "../../../../../runtime/mod.ts";
import { testInBrowser } from "../../../../_browser.ts";
import { runFfmpeg } from "../../../../datasets/_fixtures.ts";
import "../../../../_tensorflow.ts";
import { tinyModel } from "../../_tiny_models.ts";
import { withDemo } from "./_served_demo.ts";

/** How far a logit of a browser may be from the program's, as a share of the largest one. */
const TOLERANCE = 1e-4;

/** Chromium computes WebGPU on the processor. */
const SOFTWARE_GPU = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];

const FAKE_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/** Pixels of a window whose frames are a few pixels wider than the networks' input. */
function windowOf({ facts: { sampling } }: RunModel) {
  const { windowFrames: frameCount, size } = sampling;
  const [width, height] = [size + 6, size];
  const frames = Uint8Array.from({ length: frameCount * width * height * 3 }, (_, index) => {
    return (index * 7919) % 256;
  });
  const box = { left: 3, top: 0, width: size, height: size };
  return { window: { frames, frameCount, width, height }, boxes: [box], size };
}

/** Computes the logits of a window by the networks themselves. */
function expectedLogits(model: RunModel): number[][] {
  const { window, boxes: [box], size } = windowOf(model);
  return model.networks.map(({ model: network, state }, index) => {
    const { frameIndices, normalization } = model.facts.inputs[index]!;
    return tf.tidy(() => {
      const view = viewOfWindow(window, { frameIndices, box: box!, size });
      const levels = tf.tensor5d(view, [1, frameIndices.length, size, size, 3]);
      const clips = normalizeLevels(levels, normalization);
      return [...network.forward({ ...state, clips, training: false }).logits.dataSync()];
    });
  });
}

/** Asks the page's own worker for the logits of a window. */
async function logitsInBrowser(page: Page, model: RunModel, backend: string) {
  const { window, boxes, size } = windowOf(model);
  const given = { ...window, frames: [...window.frames] };
  return await page.evaluate(async ({ backend, facts, window, boxes, size }) => {
    const address = new URL("modules/pipeline/export/web/page/model_runner.js", location.href);
    const { ModelRunner } = await import(address.href);
    const runner = new ModelRunner(() => {});
    try {
      await runner.load({ backend, facts });
      const whole = { ...window, frames: Uint8Array.from(window.frames) };
      const { logits } = await runner.classify({ window: whole, boxes, size });
      return logits.map((values: Float32Array) => [...values]);
    } finally {
      runner.end();
    }
  }, { backend, facts: model.facts, window: given, boxes, size });
}

function assertNear(actual: number[][], expected: number[][]): void {
  assert.equal(actual.length, expected.length);
  for (const [index, values] of expected.entries()) {
    const largest = Math.max(...values.map(Math.abs));
    for (const [label, value] of values.entries()) {
      const difference = Math.abs(actual[index]![label]! - value) / largest;
      assert.ok(difference <= TOLERANCE, `network ${index}, class ${label}: ${difference}`);
    }
  }
}

/** Waits until a backend computes. */
async function untilReady(page: Page): Promise<void> {
  await page.waitForSelector("#file:enabled", { state: "attached" });
}

testInBrowser("the page computes the program's logits by WebAssembly", async ({ open }) => {
  const { model } = await tinyModel("basic", "both");
  using _model = model;
  await withDemo(model, async ({ address }) => {
    const page = await open(address, { viewport: { width: 320, height: 640 } });
    await untilReady(page);
    assert.match(await page.textContent("#backend") ?? "", /^WebAssembly with SIMD, \d+ thread/);
    assert.equal(await page.textContent("#about"), ABOUT);
    assertNear(await logitsInBrowser(page, model, "wasm"), expectedLogits(model));
    const [content, window] = await page.evaluate<[number, number]>(
      "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
    );
    assert.ok(content <= window, `${content} pixels in ${window}`);
  });
});

const ABOUT = "first after 7 steps: slow-resnet and timesformer, 3 classes";

for (const kind of ["slowfast", "r3d"] as const) {
  testInBrowser(`the page computes the logits of ${kind} by WebAssembly`, async ({ open }) => {
    const { model } = await tinyModel(kind, "primary");
    using _model = model;
    await withDemo(model, async ({ address }) => {
      const page = await open(address);
      await untilReady(page);
      assertNear(await logitsInBrowser(page, model, "wasm"), expectedLogits(model));
    });
  });
}

testInBrowser("the page computes the program's logits by WebGPU", async ({ open }) => {
  const { model } = await tinyModel("basic", "primary");
  using _model = model;
  await withDemo(model, async ({ address }) => {
    const page = await open(address);
    await untilReady(page);
    const hasAdapter = await page.evaluate(async () => {
      const { gpu } = navigator as unknown as { gpu?: { requestAdapter(): Promise<unknown> } };
      return gpu !== undefined && await gpu.requestAdapter() !== null;
    });
    if (!hasAdapter) {
      return console.log("skipped: this Chromium has no WebGPU, not even in software");
    }
    assertNear(await logitsInBrowser(page, model, "webgpu"), expectedLogits(model));
  });
}, { args: SOFTWARE_GPU });

testInBrowser("the page takes no video before its scripts can look at one", async ({ open }) => {
  const { model } = await tinyModel("basic", "primary");
  using _model = model;
  await withDemo(model, async ({ address }) => {
    const page = await open(address, { javaScriptEnabled: false });
    for (const control of ["#file", "#camera"]) {
      assert.ok(await page.isDisabled(control), control);
    }
  });
});

testInBrowser("the page says why a backend or a video cannot be used", async ({ open }) => {
  const { model } = await tinyModel("basic", "primary");
  using _model = model;
  await withDemo(model, async ({ address, folder }) => {
    const page = await open(address);
    await untilReady(page);
    await page.check("input[value=webgpu]");
    await page.waitForSelector("#problem:not([hidden])");
    const problem = await page.textContent("#problem") ?? "";
    assert.match(problem, /^Cannot use WebGPU: .+; WebAssembly stays in use\.$/);
    assert.ok(await page.isChecked("input[value=wasm]"));

    await Deno.writeTextFile(join(folder, "broken.mp4"), "not a video");
    await page.setInputFiles("#file", join(folder, "broken.mp4"));
    await page.getByText("Cannot look at broken.mp4: this browser cannot play it").waitFor();
    const sound = join(folder, "sound.wav");
    await runFfmpeg(["-f", "lavfi", "-i", "sine", "-t", "0.5", sound]);
    await page.setInputFiles("#file", sound);
    await page.getByText("Cannot look at sound.wav: it has sound only.").waitFor();
    await page.click("#camera");
    await page.getByText("Cannot use a camera: there is none.").waitFor();

    const zeros = { logits: [[0, 0, 0]] };
    await Deno.writeTextFile(join(folder, "check.json"), JSON.stringify(zeros));
    const other = await open(address);
    await other.waitForSelector("#problem:not([hidden])");
    assert.match(
      await other.textContent("#problem") ?? "",
      /^Cannot use WebAssembly: it computes wrong numbers here, by .+; choose another\.$/,
    );
    assert.ok(await other.isDisabled("#camera"));
  });
});

testInBrowser("the page looks through a camera until it is stopped", async ({ open }) => {
  const { model } = await tinyModel("basic", "both");
  using _model = model;
  await withDemo(model, async ({ address }) => {
    const page = await open(address, { colorScheme: "dark" });
    await untilReady(page);
    await page.press("#camera", "Enter");
    await page.waitForSelector("[data-network=both] li").catch(async (cause) => {
      const shown = await page.textContent("body");
      throw new Error(`no answers: ${shown}`, { cause });
    });
    assert.match(await page.textContent("#speed") ?? "", /frames per second through the networks/);
    assert.ok(model.facts.classes.includes(await page.textContent("#status") ?? ""));
    await page.click("#stop");
    await page.getByText("Stopped", { exact: true }).waitFor();
  });
}, { args: FAKE_CAMERA });
