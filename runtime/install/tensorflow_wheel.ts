import type { FileDigest } from "../wheels/check_file.ts";
import type { Wheel, WheelMember } from "../wheels/wheel.ts";
import type { Machine } from "./machine.ts";

/**
 * The TensorFlow version that the bindings are written for; patch releases of the same minor fit
 * too.
 */
export const TENSORFLOW_VERSION = "2.21.0";

/** File name of the half of TensorFlow that the other half links to. */
export const FRAMEWORK_FILE = "libtensorflow_framework.so.2";

/** File name of the half of TensorFlow that exports the C functions. */
export const LIBRARY_FILE = "libtensorflow_cc.so.2";

/** Whether a TensorFlow version has the same C functions as {@linkcode TENSORFLOW_VERSION}. */
export function isFittingVersion(version: string): boolean {
  return /^2\.21\.\d+$/.test(version);
}

/** Returns the pinned wheel for a machine; null if there is none. */
export function pinnedWheel(machine: Pick<Machine, "os" | "arch">): Wheel | null {
  return PINNED_WHEELS.get(`${machine.os} ${machine.arch}`) ?? null;
}

/**
 * The two libraries need nothing else from the wheel (`readelf -d`): the second finds the first in
 * its own folder, the others are the C, C++, thread and mathematics libraries of the system.
 */
const PINNED_WHEELS: ReadonlyMap<string, Wheel> = new Map([
  ["linux x86_64", {
    project: "tensorflow-cpu",
    version: TENSORFLOW_VERSION,
    fileName: "tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl",
    pythonVersion: "3.11",
    platform: "manylinux_2_27_x86_64",
    bytes: 273_829_956,
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
    members: members(
      {
        bytes: 65_222_328,
        sha256: "f060b323b26ef80add21b9df9428de3aeaf2843d772c5bb098745f7abff3709b",
      },
      {
        bytes: 788_086_608,
        sha256: "6505a4b9657e62100c6bdacb683957a395cb047725042945aaa50e40a71e429e",
      },
    ),
  }],
  // There is no tensorflow-cpu for ARM: the wheel named tensorflow is the one without CUDA.
  ["linux aarch64", {
    project: "tensorflow",
    version: TENSORFLOW_VERSION,
    fileName: "tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl",
    pythonVersion: "3.11",
    platform: "manylinux_2_27_aarch64",
    bytes: 281_828_020,
    sha256: "4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c",
    members: members(
      {
        bytes: 68_176_664,
        sha256: "deade33b9ab90ff468fd1d1f8f6079bec5a3a507cf2d13c3218aa8beec28aeb3",
      },
      {
        bytes: 814_885_544,
        sha256: "5f7de6ba6478ed7b83767a6e661e3e6e6931b05c64db14ba98250e52316a007c",
      },
    ),
  }],
]);

function members(framework: FileDigest, library: FileDigest): WheelMember[] {
  return [
    { path: `tensorflow/${FRAMEWORK_FILE}`, fileName: FRAMEWORK_FILE, ...framework },
    { path: `tensorflow/${LIBRARY_FILE}`, fileName: LIBRARY_FILE, ...library },
  ];
}
