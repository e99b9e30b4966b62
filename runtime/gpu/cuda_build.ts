import { join } from "node:path";
import { cacheDirectory } from "../wheels/cache_directory.ts";
import { locateTensorFlow, type TensorFlowLibraries } from "../install/locate_tensorflow.ts";
import type { Machine } from "../install/machine.ts";
import { defaultLocateOptions, requireMachine } from "../install/provision.ts";
import { FRAMEWORK_FILE, LIBRARY_FILE, TENSORFLOW_VERSION } from "../install/tensorflow_wheel.ts";
import { ProvisionError } from "../wheels/provision_error.ts";
import type { Wheel } from "../wheels/wheel.ts";

/** TensorFlow's CUDA build; there is one for x86-64 only. */
export const CUDA_BUILD: Wheel = {
  project: "tensorflow",
  version: TENSORFLOW_VERSION,
  fileName: "tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl",
  pythonVersion: "3.11",
  platform: "manylinux_2_27_x86_64",
  bytes: 572_440_367,
  sha256: "9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124",
  members: [
    {
      path: `tensorflow/${FRAMEWORK_FILE}`,
      fileName: FRAMEWORK_FILE,
      bytes: 162_648_808,
      sha256: "98847c6f0448308159f6d3ff55e13a9e92978598c7fbb34cde63aadf35c6fe84",
    },
    {
      path: `tensorflow/${LIBRARY_FILE}`,
      fileName: LIBRARY_FILE,
      bytes: 1_096_372_272,
      sha256: "2889ecc99d7641620f41a4bea538f4dd4b626f75aa3e12623161ae939054191c",
    },
  ],
};

/**
 * Returns the folder of TensorFlow's CUDA build in the user's cache: it holds `tensorflow/` and
 * `nvidia/`.
 */
export function cudaDirectory(): string {
  return join(cacheDirectory(), "tensorflow", `${CUDA_BUILD.version}-linux-x86_64-cuda`);
}

/** Folder of the CUDA build's two libraries inside {@linkcode cudaDirectory}. */
export const BUILD_FOLDER = "tensorflow";

/** Command that installs the CUDA build and the libraries that it needs. */
export const CUDA_SETUP = "deno task setup --gpu";

/** Whether there is a CUDA build of TensorFlow for a machine. */
export function hasCudaBuild({ os, arch }: Pick<Machine, "os" | "arch">): boolean {
  return os === "linux" && arch === "x86_64";
}

/**
 * Requires a machine that the CUDA build runs on.
 *
 * @throws {ProvisionError} If TensorFlow does not run on it at all, or there is no CUDA build for
 * it.
 */
export function requireCudaMachine(machine: Machine): void {
  requireMachine(machine);
  if (hasCudaBuild(machine)) return;
  throw new ProvisionError(
    `Cannot set up the GPU as this machine must be linux x86_64: current value is ` +
      `${machine.os} ${machine.arch}, for which there is no CUDA build of TensorFlow`,
    { attempts: [], remedies: [] },
  );
}

/**
 * Looks for TensorFlow's CUDA build without downloading it: in LIBTENSORFLOW_DIR (without checking
 * that it holds the CUDA build), in the user's cache, in the installed Python package `tensorflow`.
 *
 * @throws {ProvisionError} If LIBTENSORFLOW_DIR is set and does not hold a fitting TensorFlow, or
 * the machine cannot run it.
 */
export async function locateCudaBuild(machine: Machine): Promise<TensorFlowLibraries | null> {
  const options = defaultLocateOptions(machine);
  if (!hasCudaBuild(machine)) return null;
  const { libraries } = await locateTensorFlow({
    ...options,
    cacheDirectory: () => join(cudaDirectory(), BUILD_FOLDER),
    wheel: CUDA_BUILD,
    command: CUDA_SETUP,
    packages: ["tensorflow"],
  });
  return libraries;
}
