import { findLibrary, type LibrarySearch } from "./library_search.ts";

/** The driver's library. */
export const DRIVER_LIBRARY = "libcuda.so.1";

/** NVIDIA's hardware and driver on this machine, without CUDA. */
export interface NvidiaDriver {
  /** Whether there is a card, or a driver that implies one. */
  readonly present: boolean;
  /** Release of the driver in the kernel, for example "570.124.06"; null if none is loaded. */
  readonly version: string | null;
  /** Path of the driver's library libcuda.so.1; null if it is missing. */
  readonly library: string | null;
}

/** Folder in which WSL shows the driver of Windows; the kernel then has none. */
const WINDOWS_DRIVER = "/usr/lib/wsl/";

/** Looks for an NVIDIA card and its driver. */
export async function findNvidiaDriver(system: LibrarySearch): Promise<NvidiaDriver> {
  const none = { present: false, version: null, library: null };
  if (Deno.build.os !== "linux") return none;
  const library = await findLibrary(DRIVER_LIBRARY, system);
  // By other programs, as Deno itself reads in /proc and /sys only if all permissions are granted
  // at once.
  const [description, cards] = await Promise.all([
    outputOf("cat", "/proc/driver/nvidia/version"),
    outputOf("sh", "-c", "grep -l 0x10de /sys/bus/pci/devices/*/vendor"),
  ]);
  const version = driverVersion(description);
  const present = cards !== "" || version !== null ||
    (library?.startsWith(WINDOWS_DRIVER) ?? false);
  return present ? { present, version, library } : none;
}

/** Returns the release in the text of /proc/driver/nvidia/version; null if it has none. */
export function driverVersion(description: string): string | null {
  return /^NVRM version:.*?\s(\d+\.\d+(?:\.\d+)?)\s/m.exec(description)?.[1] ?? null;
}

/** Returns what a program prints; nothing if it fails or does not exist. */
async function outputOf(program: string, ...args: readonly string[]): Promise<string> {
  try {
    const { success, stdout } = await new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout) : "";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
