import { dirname, join } from "node:path";
import { checkFile } from "./check_file.ts";
import { downloadWithFetch, downloadWithPip } from "./download_wheel.ts";
import { bytesUnpacked, requireFreeSpace } from "./free_space.ts";
import type { ReportProgress } from "./progress.ts";
import { type ProvisionAttempt, ProvisionError, reasonOf } from "./provision_error.ts";
import { unpackMembers } from "./unpack_members.ts";
import type { Wheel } from "./wheel.ts";

/** Options of {@linkcode installWheel}. */
export interface InstallWheelOptions {
  /** Folder the members are installed into; its parent is created. */
  readonly directory: string;
  /** Package index; see `DownloadOptions.indexUrl`. */
  readonly indexUrl?: string | undefined;
  /** Python to run pip with, for example "python3". */
  readonly python: string;
  /** Called with the progress, several times a second. */
  readonly report: ReportProgress;
}

const PARTIAL_SUFFIX = ".partial";

/**
 * Whether a folder holds all members of a wheel in full length. A folder gets its name only when it
 * is complete, so that comparing lengths is enough.
 */
export async function holdsMembers(directory: string, wheel: Wheel): Promise<boolean> {
  for (const member of wheel.members) {
    try {
      const { isFile, size } = await Deno.stat(join(directory, member.fileName));
      if (!isFile || size !== member.bytes) return false;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  }
  return true;
}

/**
 * Downloads a wheel, checks it and unpacks its members into a folder that appears complete or not
 * at all. Of several processes, one installs and the others wait for it. Leftovers of killed
 * processes are removed.
 *
 * @returns How the wheel was downloaded; "cache" if another process installed it meanwhile.
 * @throws {ProvisionError} If every way of downloading the wheel fails; its `attempts` give the
 * reasons.
 * @throws {Error} If the disk has too little room, or the wheel cannot be unpacked.
 */
export async function installWheel(wheel: Wheel, options: InstallWheelOptions): Promise<string> {
  const parent = dirname(options.directory);
  await Deno.mkdir(parent, { recursive: true });
  // The system releases this lock when its owner ends, however it ends.
  using lock = await Deno.open(`${options.directory}.lock`, { create: true, write: true });
  if (!await lock.tryLock(true)) {
    options.report({ stage: "waiting", doneBytes: 0, totalBytes: 0 });
    await lock.lock(true);
  }
  if (await holdsMembers(options.directory, wheel)) return "cache";
  await removePartials(options.directory);
  await requireFreeSpace(parent, wheel);
  const partial = `${options.directory}.${crypto.randomUUID()}${PARTIAL_SUFFIX}`;
  try {
    const { path, source } = await download(wheel, partial, options);
    const unpacked = join(partial, "members");
    await Deno.mkdir(unpacked);
    const totalBytes = bytesUnpacked(wheel);
    await unpackMembers(path, unpacked, {
      members: wheel.members,
      report: (doneBytes) => options.report({ stage: "unpacking", doneBytes, totalBytes }),
    });
    // An incomplete folder of that name, made by something else: rename() would not replace it.
    await removeIfPresent(options.directory);
    await syncDirectory(unpacked);
    await Deno.rename(unpacked, options.directory);
    await syncDirectory(parent);
    return source;
  } finally {
    await removeIfPresent(partial);
  }
}

async function download(
  wheel: Wheel,
  partial: string,
  options: InstallWheelOptions,
): Promise<{ path: string; source: string }> {
  const ways = [
    { source: "pip download", run: downloadWithPip },
    { source: "HTTPS from the Python package index", run: downloadWithFetch },
  ];
  const attempts: ProvisionAttempt[] = [];
  for (const { source, run } of ways) {
    const directory = join(partial, `download-${attempts.length}`);
    await Deno.mkdir(directory, { recursive: true });
    try {
      const report = (doneBytes: number) =>
        options.report({ stage: "downloading", doneBytes, totalBytes: wheel.bytes });
      report(0);
      const path = await run(wheel, { ...options, directory, report });
      await checkFile(path, wheel);
      return { path, source };
    } catch (error) {
      attempts.push({ source, reason: reasonOf(error) });
      await removeIfPresent(directory);
    }
  }
  throw new ProvisionError(
    `Cannot download ${wheel.fileName} as every way of downloading it failed`,
    { attempts, remedies: [] },
  );
}

async function removePartials(directory: string): Promise<void> {
  const parent = dirname(directory);
  for await (const { name } of Deno.readDir(parent)) {
    const path = join(parent, name);
    if (path.startsWith(`${directory}.`) && name.endsWith(PARTIAL_SUFFIX)) {
      await removeIfPresent(path);
    }
  }
}

async function removeIfPresent(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Makes new names in a folder survive a power cut. */
async function syncDirectory(path: string): Promise<void> {
  using directory = await Deno.open(path, { read: true });
  await directory.sync();
}
