import { dirname } from "node:path";
import { isFile } from "../_is_file.ts";
import { removeIfPresent } from "../../runtime/files/remove_if_present.ts";
import { findMisfit } from "../../runtime/wheels/find_misfit.ts";
import { lockFile } from "../../runtime/wheels/lock_file.ts";
import type { PinnedFolder } from "../../runtime/wheels/pinned_folder.ts";
import { reasonOf } from "../../runtime/wheels/reason_of.ts";
import { programPath } from "./_pinned_program.ts";

/** Options of {@linkcode installOnce}. */
export interface InstallOnceOptions {
  /** Puts the program into its folder. */
  readonly install: () => Promise<void>;
  /** Whether to try again what failed in this cache. */
  readonly retries: boolean;
  /** Aborted if the user stops it: that is not remembered as a failure. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Installs a program into its folder of the user's cache. It is tried once for each cache: others
 * are used instead, and without a network the user would wait each time. Of several processes, one
 * installs and the others wait for it.
 *
 * @throws {Error} If it fails now or failed earlier.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function installOnce(
  folder: PinnedFolder,
  { install, retries, signal }: InstallOnceOptions,
): Promise<string> {
  const failure = `${folder.path}.failure`;
  await Deno.mkdir(dirname(folder.path), { recursive: true });
  using _lock = await lockFile(`${folder.path}.once`, { signal });
  const path = programPath(folder);
  if (await findMisfit(folder) === null) return path;
  if (!retries && await isFile(failure)) {
    const reason = await Deno.readTextFile(failure);
    throw new Error(`its download failed earlier (${reason}); 'deno task setup' tries it again`);
  }
  // A command without network says nothing about one that has it.
  const remembers = await mayConnect();
  // The failure is written down before the attempt, so that an attempt that was killed counts too.
  if (remembers) await Deno.writeTextFile(failure, "it was stopped before its end");
  try {
    await install();
    await removeIfPresent(failure);
    return path;
  } catch (error) {
    if (signal?.aborted) await removeIfPresent(failure);
    signal?.throwIfAborted();
    if (remembers) await Deno.writeTextFile(failure, reasonOf(error));
    throw new Error(`its download fails: ${reasonOf(error)}`, { cause: error });
  }
}

/** Whether this process may reach the public Python package index. */
async function mayConnect(): Promise<boolean> {
  const permission = { name: "net", host: "pypi.org:443" } as const;
  return (await Deno.permissions.query(permission)).state === "granted";
}
