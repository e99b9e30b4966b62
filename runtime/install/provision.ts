import { join } from "node:path";
import { cacheDirectory } from "../wheels/cache_directory.ts";
import { installWheel } from "../wheels/install_wheel.ts";
import {
  cacheFolder,
  librariesInCache,
  type LocateOptions,
  locateTensorFlow,
  type TensorFlowLibraries,
} from "./locate_tensorflow.ts";
import { type Machine, thisMachine, unsupportedReason } from "./machine.ts";
import { type ReportProgress, writeProgress } from "../wheels/progress.ts";
import { type ProvisionAttempt, ProvisionError } from "../wheels/provision_error.ts";
import { reasonOf } from "../wheels/reason_of.ts";
import { pinnedWheel, TENSORFLOW_VERSION } from "./tensorflow_wheel.ts";
import type { Wheel } from "../wheels/wheel.ts";
import { writableCache } from "../wheels/writable_cache.ts";

/** Options of {@linkcode provisionTensorFlow}. */
export interface ProvisionOptions {
  /** Called with the progress of a download. If omitted, lines are written to standard error. */
  readonly report?: ReportProgress | undefined;
  /** Ends a download, with the signal's reason; nothing half done is left. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@linkcode provisionFrom}: everything that it depends on. */
export interface ProvisionSettings extends LocateOptions {
  /** Package index; see `DownloadOptions.indexUrl`. */
  readonly indexUrl?: string | undefined;
  /** Called with the progress of a download. */
  readonly report: ReportProgress;
  /** See {@linkcode ProvisionOptions}. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds TensorFlow's C library, or downloads it. Tries, in this order: LIBTENSORFLOW_DIR, the
 * user's cache, an installed Python package, `pip download` of the pinned wheel, the same wheel
 * over HTTPS. A download is checked against its pinned SHA-256 and kept in the user's cache (853
 * MB). Safe to run in several processes at once.
 *
 * @throws {ProvisionError} If this machine cannot run TensorFlow, LIBTENSORFLOW_DIR is set but does
 * not hold a fitting TensorFlow, the libraries in the cache were changed after they had been
 * installed, or every way fails; the message lists what was tried and what to do.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function provisionTensorFlow(
  options: ProvisionOptions = {},
): Promise<TensorFlowLibraries> {
  const report = options.report ?? writeProgress(`TensorFlow ${TENSORFLOW_VERSION}`);
  const { signal } = options;
  return await provisionFrom({ ...defaultLocateOptions(thisMachine()), report, signal });
}

/**
 * Requires a machine that TensorFlow's library runs on.
 *
 * @returns The wheel for it.
 * @throws {ProvisionError} If the machine lacks something; the message names it.
 */
export function requireMachine(machine: Machine): Wheel {
  const reason = unsupportedReason(machine);
  const wheel = pinnedWheel(machine);
  if (reason === null && wheel !== null) return wheel;
  const why = reason ?? `there is no ${TENSORFLOW_VERSION} for ${machine.os} ${machine.arch}`;
  throw new ProvisionError(
    `Cannot start TensorFlow as this machine must be able to run it: ${why}`,
    { attempts: [], remedies: [] },
  );
}

/**
 * Returns where {@linkcode provisionTensorFlow} looks on a machine.
 *
 * @throws {ProvisionError} If the machine cannot run TensorFlow.
 */
export function defaultLocateOptions(machine: Machine): LocateOptions {
  const wheel = requireMachine(machine);
  // An empty variable counts as not set.
  return {
    libraryDirectory: Deno.env.get("LIBTENSORFLOW_DIR") || undefined,
    cacheDirectory: () => {
      const name = `${wheel.version}-${machine.os}-${machine.arch}`;
      return join(cacheDirectory(), "tensorflow", name);
    },
    wheel,
    python: "python3",
  };
}

/**
 * Does what {@linkcode provisionTensorFlow} does, and takes everything that it depends on from
 * `settings`.
 */
export async function provisionFrom(settings: ProvisionSettings): Promise<TensorFlowLibraries> {
  const { libraries, attempts } = await locateTensorFlow(settings);
  if (libraries !== null) return libraries;
  try {
    const folder = cacheFolder(settings);
    const source = await installWheel(settings.wheel, { ...settings, directory: folder.path });
    return librariesInCache(folder, source);
  } catch (error) {
    settings.signal?.throwIfAborted();
    throw notProvisioned(settings.wheel, [...attempts, ...attemptsOf(error)], error);
  }
}

function attemptsOf(error: unknown): readonly ProvisionAttempt[] {
  return error instanceof ProvisionError
    ? error.attempts
    : [{ source: "installing into the cache", reason: reasonOf(error) }];
}

function notProvisioned(
  wheel: Wheel,
  attempts: readonly ProvisionAttempt[],
  cause: unknown,
): ProvisionError {
  const writable = writableCache(cause);
  return new ProvisionError(
    `Cannot start TensorFlow as its C library ${wheel.version} must be on this machine: ` +
      "it was neither found nor downloaded",
    {
      attempts,
      remedies: [
        writable ?? "Connect to the network once and run 'deno task setup', or run " +
            `'python3 -m pip install ${wheel.project}==${wheel.version}'.`,
        "Or copy libtensorflow_framework.so.2 and libtensorflow_cc.so.2 from that wheel into a folder, " +
        "and let LIBTENSORFLOW_DIR name it.",
      ],
      cause,
    },
  );
}
