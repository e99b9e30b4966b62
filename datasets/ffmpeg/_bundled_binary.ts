import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import type { FileDigest } from "../../runtime/wheels/check_file.ts";
import type { PinnedFolder } from "../../runtime/wheels/pinned_folder.ts";
import { installCopy, machineName, programFolder } from "./_pinned_program.ts";

const require = createRequire(import.meta.url);

/** The binaries in the packages that @ffmpeg-installer/ffmpeg 1.1.0 names. */
const BINARIES: ReadonlyMap<string, FileDigest> = new Map([
  ["linux x86_64", {
    bytes: 68_174_760,
    sha256: "6d0c625dbd3f604ed2618981ba6fee7e29678855ab741d654cfc9effb0226624",
  }],
  ["linux aarch64", {
    bytes: 32_808_336,
    sha256: "115a825e246078acf820ea2afcaf1b3ff87f1b93f7035ecad38d3223cca55297",
  }],
  ["darwin x86_64", {
    bytes: 70_990_320,
    sha256: "69bddbabda0d4fbedf98fb01b6f964ee1c8346987ef7f6e70055b95339a78b17",
  }],
  ["darwin aarch64", {
    bytes: 36_766_920,
    sha256: "a2ad6f0fc42a3c8f5183ef1d53e906d6bb35478d14a6b67175c30ce6c17e9214",
  }],
  ["windows x86_64", {
    bytes: 64_458_752,
    sha256: "c8abc49e7be62dde8e12972af373959e0076a7b8dc8040eb45978e0608f8781e",
  }],
]);

/** Returns the binary for this machine; null if the content of none is known. */
export function bundledBinary(): FileDigest | null {
  return BINARIES.get(machineName()) ?? null;
}

/**
 * Returns the folder of the binary.
 *
 * @param directory Folder in the user's cache.
 */
export function bundledFolder(directory: string, binary: FileDigest): PinnedFolder {
  return programFolder(join(directory, "ffmpeg-installer-1.1.0"), binary);
}

/**
 * Copies the binary that the npm package @ffmpeg-installer/ffmpeg contains into the user's cache,
 * if it is the pinned one: in npm's cache it may not be executable.
 *
 * The package's own search finds it in a node_modules folder only, so its package for this platform
 * is resolved here, from the installer package as Node does.
 *
 * @throws {Error} If it has no binary for this machine, or another one.
 */
export async function installBundledBinary(folder: PinnedFolder): Promise<void> {
  await installCopy(folder, await packagedBinary());
}

async function packagedBinary(): Promise<string> {
  // Only a package that is imported by name is sure to be in Deno's npm cache.
  await import("@ffmpeg-installer/ffmpeg/package.json", { with: { type: "json" } });
  const platformPackage = `@ffmpeg-installer/${platform()}-${arch()}`;
  const requireFromPackage = createRequire(
    require.resolve("@ffmpeg-installer/ffmpeg/package.json"),
  );
  const name = platform() === "win32" ? "ffmpeg.exe" : "ffmpeg";
  try {
    return join(dirname(requireFromPackage.resolve(`${platformPackage}/package.json`)), name);
  } catch (error) {
    throw new Error(`there is no npm package ${platformPackage}`, { cause: error });
  }
}
