import { join } from "node:path";
import { checkFile } from "./check_file.ts";
import { downloadWithFetch, downloadWithPip } from "./download_wheel.ts";
import { bytesOf } from "./free_space.ts";
import { installFolder } from "./install_folder.ts";
import type { ReportProgress } from "./progress.ts";
import { type ProvisionAttempt, ProvisionError } from "./provision_error.ts";
import { reasonOf } from "./reason_of.ts";
import { removeIfPresent } from "../files/remove_if_present.ts";
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
  /** See `DownloadLimits.silenceMilliseconds`. */
  readonly silenceMilliseconds?: number | undefined;
  /** See `DownloadLimits.limitMilliseconds`. */
  readonly limitMilliseconds?: number | undefined;
  /** Ends it, with the signal's reason, when what it left half done is removed. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Downloads a wheel, checks it and unpacks its members into a folder, as `installFolder` says.
 *
 * @returns How the wheel was downloaded; "cache" if another process installed it meanwhile.
 * @throws {ProvisionError} If every way of downloading the wheel fails; its `attempts` give the
 * reasons.
 * @throws {Error} If the disk has too little room, or the wheel cannot be unpacked.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function installWheel(wheel: Wheel, options: InstallWheelOptions): Promise<string> {
  const { directory, report, signal } = options;
  const totalBytes = bytesOf(wheel.members);
  return await installFolder(directory, {
    files: wheel.members,
    workBytes: wheel.bytes,
    report,
    signal,
    async make(folder, work) {
      const { path, source } = await download(wheel, work, options);
      await unpackMembers(path, folder, {
        members: wheel.members,
        signal,
        report: (doneBytes) => report({ stage: "unpacking", doneBytes, totalBytes }),
      });
      return source;
    },
  });
}

async function download(
  wheel: Wheel,
  work: string,
  options: InstallWheelOptions,
): Promise<{ path: string; source: string }> {
  const ways = [
    { source: "pip download", run: downloadWithPip },
    { source: "HTTPS from the Python package index", run: downloadWithFetch },
  ];
  const attempts: ProvisionAttempt[] = [];
  for (const { source, run } of ways) {
    const directory = join(work, `download-${attempts.length}`);
    await Deno.mkdir(directory, { recursive: true });
    try {
      const report = (doneBytes: number) =>
        options.report({ stage: "downloading", doneBytes, totalBytes: wheel.bytes });
      report(0);
      const path = await run(wheel, { ...options, directory, report });
      await checkFile(path, wheel);
      return { path, source };
    } catch (error) {
      options.signal?.throwIfAborted();
      attempts.push({ source, reason: reasonOf(error) });
      await removeIfPresent(directory, { recursive: true });
    }
  }
  throw new ProvisionError(
    `Cannot download ${wheel.fileName} as every way of downloading it failed`,
    { attempts, remedies: [] },
  );
}
