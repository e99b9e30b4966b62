import assert from "node:assert/strict";
import { join } from "node:path";
import { chooseLabeled, DecodeError, FfmpegError, readManifest } from "../../datasets/mod.ts";
import { TranscodeError } from "../../datasets/prepare/_transcode_error.ts";
import { SafetensorsReader } from "../../models/safetensors/safetensors_reader.ts";
import { writeSafetensors } from "../../models/safetensors/write_safetensors.ts";
import { openWeights } from "../../models/weights/open_weights.ts";
import { recognizeNetwork } from "../../models/weights/recognize_network.ts";
import { WeightsError } from "../../models/weights/weights_error.ts";
import { loadConfig, parseOverride } from "../../pipeline/config/config.ts";
import { openCheckpoint } from "../../pipeline/run/open_checkpoint.ts";
import { explainFullDisk } from "../../pipeline/files/explain_full_disk.ts";
import { createRunFolder } from "../../pipeline/run/create_run_folder.ts";
import { findRunFolder } from "../../pipeline/run/find_run_folder.ts";
import { planSweep } from "../../pipeline/sweep/plan_sweep.ts";
import { EXPECTED_ERRORS, reportError } from "../../pipeline/terminal/report_error.ts";
import { NonFiniteLossError } from "../../pipeline/training/non_finite_loss_error.ts";
import { requireAgreement } from "../../runtime/collectives/_require_agreement.ts";
import { WorkerGroup } from "../../runtime/collectives/worker_group.ts";
import { ProvisionError } from "../../runtime/install/mod.ts";
import { assertTextSnapshot } from "./_snapshot.ts";
import { ChangedFileError } from "../../runtime/wheels/changed_file_error.ts";
import { NoUnlabeledError } from "../../pipeline/videos/no_unlabeled_error.ts";
import { ROOT } from "../_sources.ts";
import { withFolder } from "../_temporary_folder.ts";

/** Does something in a folder that a user may do wrong. */
type Mistake = (folder: string) => unknown;

/** Loads a configuration from a file with a text. */
function config(text: string): Mistake {
  return async (folder) => {
    const path = join(folder, "mine.jsonc");
    await Deno.writeTextFile(path, text);
    await loadConfig(path);
  };
}

/** Loads a configuration that extends the preset for the built-in videos. */
function extended(fields: string): Mistake {
  return config(`{ "extends": "motion_small", ${fields} }`);
}

/** Plans a sweep from a file with a text. */
function grid(text: string): Mistake {
  return async (folder) => {
    const path = join(folder, "grid.jsonc");
    await Deno.writeTextFile(path, text);
    await planSweep(path, "mine");
  };
}

function fail(error: unknown): never {
  throw error;
}

const FULL_DISK = Object.assign(new Error("No space left on device"), { code: "ENOSPC" });

/** Mistakes by error class. */
const MISTAKES: Readonly<Record<string, Readonly<Record<string, Mistake>>>> = {
  ConfigError: {
    "unknown key": extended(`"optimizer": { "learnRate": 1 }`),
    "unknown section": extended(`"optim": {}`),
    "earlier names": extended(`"optimizer": { "clipNorm": 1, "averageDecay": 0.9 }`),
    "wrong type": extended(`"schedule": { "steps": "many" }`),
    "out of range": extended(`"method": { "threshold": 1.5 }`),
    "not an object": extended(`"data": []`),
    "unknown word": extended(`"device": "tpu"`),
    "unknown method": extended(`"method": { "name": "mixmatch" }`),
    "unknown network": extended(`"primary": "resnet"`),
    "unknown kind of network": extended(`"primary": { "kind": "resnet" }`),
    "unequal stages": extended(`"primary": { "depths": [1] }`),
    "patch that does not divide the clip": extended(`"auxiliary": { "patch": 5 }`),
    "small frames": extended(`"clip": { "decodeShortSide": 16 }`),
    "steps and epochs": extended(`"schedule": { "steps": 1, "epochs": 1 }`),
    "unequal micro-batches": extended(`"schedule": { "accumulate": 3 }`),
    "split and labels": extended(
      `"data": { "source": "videos", "split": "ucf101-1pct", "labelsPerClass": 1 }`,
    ),
    "split of the built-in videos": extended(`"data": { "split": "ucf101-1pct" }`),
    "split and test list": extended(
      `"data": { "source": "videos", "split": "ucf101-1pct", "testList": "test.txt" }`,
    ),
    "several": extended(`"seed": -1, "sede": 1, "evaluate": { "crops": 2 }`),
    "nothing": config("{}"),
    "extends itself": config(`{ "extends": "mine.jsonc" }`),
    "extends a number": config(`{ "extends": 3 }`),
    "extends a missing file": config(`{ "extends": "none" }`),
    "missing comma": config(`{\n  // The seed.\n  "seed": 1\n  "device": "cpu"\n}`),
    "cut off": config(`{ "seed": `),
    "empty": config(""),
    "folder": (folder) => loadConfig(folder),
    "missing file": () => loadConfig("none.json"),
    "--set without value": () => parseOverride("seed"),
    "grid: unknown key": grid(`{ "config": "motion_small", "extra": 1 }`),
    "grid: no seeds": grid(`{ "config": "motion_small", "seeds": [] }`),
    "grid: seed as field": grid(`{ "config": "motion_small", "set": { "seed": 1 } }`),
    "grid: wrong field": grid(`{ "config": "motion_small", "figures": { "delta": [2] } }`),
    "grid: missing file": () => planSweep("none", "none"),
  },
  RunFolderError: {
    "no run": (folder) => findRunFolder(undefined, { root: folder }),
    "other run": (folder) => {
      using _run = createRunFolder("here", { root: folder });
      Deno.writeTextFileSync(join(folder, "here", "config.json"), "{}");
      findRunFolder("there", { root: folder });
    },
    "name in use": (folder) => {
      using _run = createRunFolder("here", { root: folder });
      Deno.writeTextFileSync(join(folder, "here", "config.json"), "{}");
      createRunFolder("here", { root: folder });
    },
    "wrong name": (folder) => createRunFolder("../x", { root: folder }),
    "run in use": (folder) => {
      using _run = createRunFolder("here", { root: folder });
      Deno.writeTextFileSync(join(folder, "here", "config.json"), "{}");
      findRunFolder("here", { root: folder }).hold();
    },
  },
  CheckpointError: {
    "not a checkpoint": async (folder) => {
      const path = join(folder, "step-000001.safetensors");
      await writeSafetensors(path, []);
      await openCheckpoint(path);
    },
    "cut off": async (folder) => {
      const path = join(folder, "step-000001.safetensors");
      await Deno.writeFile(path, new Uint8Array(4));
      await openCheckpoint(path);
    },
  },
  DiskFullError: {
    "new file": () => fail(explainFullDisk("runs/a/config.json", FULL_DISK)),
    "with a hint": () =>
      fail(explainFullDisk("videos", FULL_DISK, "Make room and run the same command again.")),
  },
  NonFiniteLossError: {
    "diverged": () =>
      fail(
        new NonFiniteLossError({
          step: 6,
          numbers: { loss: NaN, norm: 1 },
          remedy: "Lower the rate.",
        }),
      ),
  },
  ManifestError: {
    "missing folder": () => readManifest("none"),
    "empty folder": (folder) => readManifest(folder),
  },
  TooFewLabelsError: {
    "none": () => chooseLabeled([], { classes: ["walk", "run"], labelsPerClass: 5, seed: 0 }),
  },
  DecodeError: {
    "not a video": () => {
      const details = { path: "a.mp4", exitCode: 1, stderr: "" };
      fail(new DecodeError("moov atom not found", details));
    },
  },
  TranscodeError: {
    "damaged": () => fail(new TranscodeError("a.mp4", "3 of 10 frames are missing")),
  },
  FfmpegError: {
    "not found": () => {
      const attempts = [{ source: "PATH", reason: "there is no ffmpeg" }];
      fail(new FfmpegError("No ffmpeg was found", { attempts, remedies: ["Install ffmpeg."] }));
    },
  },
  ProvisionError: {
    "not found": () => {
      const attempts = [{ source: "cache", reason: "empty" }];
      const remedies = ["Check the network."];
      fail(new ProvisionError("No TensorFlow was found", { attempts, remedies }));
    },
  },
  WeightsError: {
    "other model": () => {
      const missing = ["a [1]", "b [2]", "c [3]", "d [4]"];
      fail(
        new WeightsError("a.safetensors", "slow_r50", [
          ...missing.map((text) => ({ kind: "missing", text }) as const),
          { kind: "unexpected", text: "head.bias" },
        ]),
      );
    },
  },
  UnknownNetworkError: {
    "other network": async (folder) => {
      const path = join(folder, "x3d.safetensors");
      const name = "blocks.0.conv.conv_t.weight";
      const read = () => new Float32Array(1);
      await writeSafetensors(path, [{ name, dtype: "F32", shape: [1], read }]);
      using file = await openWeights(path);
      await recognizeNetwork(file);
    },
  },
  TensorFileError: {
    "missing": async (folder) => {
      using _file = await openWeights(join(folder, "weights.pth"));
    },
    "other format": async (folder) => {
      const path = join(folder, "weights.pth");
      await Deno.writeTextFile(path, "<!DOCTYPE html><html>Sign in</html>");
      using _file = await openWeights(path);
    },
  },
  PyTorchError: {
    "cut off": async (folder) => {
      const whole = await Deno.readFile(`${ROOT}tests/fixtures/pytorch/protocol_2.pth`);
      const path = join(folder, "weights.pth");
      await Deno.writeFile(path, whole.subarray(0, 3000));
      using _file = await openWeights(path);
    },
    "whole network": async (folder) => {
      const path = join(folder, "model.pt");
      await Deno.copyFile(`${ROOT}tests/fixtures/pytorch/module.pth`, path);
      using _file = await openWeights(path);
    },
  },
  ChangedFileError: {
    "cut off": (folder) =>
      fail(
        new ChangedFileError(`${folder}/ffmpeg`, {
          folder: { path: folder, command: "deno task setup", files: [] },
          reason: "it has 5 bytes instead of 10",
        }),
      ),
  },
  NoUnlabeledError: {
    "two labels in a class": () => {
      const labeled = ["1", "2"].map((id) => ({ id, path: id, label: 0 }));
      throw new NoUnlabeledError("fixmatch", labeled);
    },
  },
  WorkerError: {
    "another configuration": () => {
      const addresses = ["10.0.0.1:4000", "10.0.0.2:4000"];
      const group = new WorkerGroup({
        addresses,
        task: 0,
        peerTimeoutSec: 60,
        exchangeTimeoutSec: 1800,
      });
      const facts = ["1a2b", "3c4d"].map((configuration) => JSON.stringify({ configuration }));
      requireAgreement(facts, group);
    },
  },
  SafetensorsError: {
    "cut off": async (folder) => {
      const path = join(folder, "weights.safetensors");
      await Deno.writeFile(path, new Uint8Array(4));
      using _reader = await SafetensorsReader.open(path);
    },
  },
};

for (const [className, mistakes] of Object.entries(MISTAKES)) {
  for (const [mistake, make] of Object.entries(mistakes)) {
    Deno.test(`reportError() words ${className}: ${mistake}`, (context) =>
      withFolder(async (folder) => {
        const error = await errorOf(async () => await make(folder));
        const { text, bug } = reportError(error, false);
        assert.deepEqual([error.name, bug], [className, false]);
        await assertTextSnapshot(
          context,
          `${className}: ${mistake}`,
          text.replaceAll(folder, "FOLDER").replaceAll(Deno.cwd(), "CURRENT"),
        );
      }));
  }
}

Deno.test("the table above has a message of every expected error class", () => {
  assert.deepEqual(Object.keys(MISTAKES).sort(), [...EXPECTED_ERRORS].sort());
});

/** Returns the error that work ends with. */
async function errorOf(work: () => Promise<unknown>): Promise<Error> {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  throw new assert.AssertionError({ message: "The mistake was not refused." });
}
