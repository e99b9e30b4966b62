import { libc } from "../ffi/libc.ts";
import { isOlder } from "./is_older.ts";
import { processorFlags } from "./processor_flags.ts";

/** The properties of a computer that decide whether TensorFlow's library runs on it. */
export interface Machine {
  /** Operating system, as in `Deno.build.os`. */
  readonly os: string;
  /** Processor architecture, as in `Deno.build.arch`. */
  readonly arch: string;
  /** Whether pointers have 64 bits. */
  readonly is64Bit: boolean;
  /**
   * Version of the GNU C library, for example "2.36"; null if the system has a different C library.
   */
  readonly glibc: string | null;
  /** Processor features by their names in /proc/cpuinfo; null if they are unknown. */
  readonly flags: ReadonlySet<string> | null;
}

/** Memory of a machine, or of a control group on it, in bytes. */
export interface MachineMemory {
  /** All that this process could ever use. */
  readonly total: number;
  /** What it could use further. */
  readonly available: number;
}

/** Describes the computer this process runs on. */
export function thisMachine(): Machine {
  return {
    os: Deno.build.os,
    arch: Deno.build.arch,
    is64Bit: Deno.build.arch === "x86_64" || Deno.build.arch === "aarch64",
    glibc: Deno.build.os === "linux" ? glibcVersion() : null,
    flags: processorFlags(),
  };
}

/** Returns why TensorFlow's library cannot run on a machine, in one sentence; null if it can. */
export function unsupportedReason(machine: Machine): string | null {
  if (machine.os === "windows") {
    return "TensorFlow runs here on Linux only; on Windows use WSL 2 (Windows Subsystem for Linux)";
  }
  if (machine.os !== "linux") return `TensorFlow runs here on Linux only; this is ${machine.os}`;
  if (!machine.is64Bit) return `TensorFlow needs a 64-bit processor; this is ${machine.arch}`;
  if (machine.glibc === null) {
    return "TensorFlow needs the GNU C library; this system has another (musl, as on Alpine Linux): " +
      "use a Debian, Ubuntu or Fedora image";
  }
  if (isOlder(machine.glibc, OLDEST_GLIBC)) {
    return `TensorFlow needs the GNU C library ${OLDEST_GLIBC} or newer; this is ${machine.glibc}`;
  }
  if (machine.arch === "x86_64" && machine.flags !== null && !machine.flags.has("avx")) {
    return "TensorFlow needs a processor with AVX; /proc/cpuinfo does not list it " +
      "(a virtual machine may hide it: ask for the host's processor model)";
  }
  return null;
}

/** The oldest version that TensorFlow's wheels run on, by their tag manylinux_2_27. */
const OLDEST_GLIBC = "2.27";

/**
 * Returns the version of the GNU C library; null if the system has a different one, such as musl.
 */
function glibcVersion(): string | null {
  try {
    const version = libc().gnu_get_libc_version?.() ?? null;
    return version === null ? null : Deno.UnsafePointerView.getCString(version);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return null;
  }
}
