import { dirname } from "node:path";
import { isFile } from "../_is_file.ts";
import { messageLine } from "./_message_line.ts";

/** Options of {@linkcode installOnce}. */
export interface InstallOnceOptions {
  /** Path that the program gets in the user's cache. */
  readonly path: string;
  /** Path of the files beside it that remember what was tried, without their endings. */
  readonly record: string;
  /** Puts the program there. */
  readonly install: () => Promise<void>;
  /** Whether to try again what failed in this cache. */
  readonly retries: boolean;
}

/**
 * Installs a program into the user's cache. It is tried once for each cache: others are used
 * instead, and without a network the user would wait each time. Of several processes, one installs
 * and the others wait for it.
 *
 * @throws {Error} If it fails now or failed earlier.
 */
export async function installOnce(
  { path, record, install, retries }: InstallOnceOptions,
): Promise<string> {
  const failure = `${record}.failure`;
  await Deno.mkdir(dirname(record), { recursive: true });
  // The system releases this lock when its owner ends, in whatever way.
  using lock = await Deno.open(`${record}.once`, { create: true, write: true });
  await lock.lock(true);
  if (await isFile(path)) return path;
  if (!retries && await isFile(failure)) {
    const reason = await Deno.readTextFile(failure);
    throw new Error(`its download failed earlier (${reason}); 'deno task setup' tries it again`);
  }
  // The failure is written down before the attempt, so that an attempt that was killed counts too.
  await Deno.writeTextFile(failure, "it was stopped before its end");
  try {
    await install();
    await Deno.remove(failure);
    return path;
  } catch (error) {
    await Deno.writeTextFile(failure, messageLine(error));
    throw new Error(`its download fails: ${messageLine(error)}`, { cause: error });
  }
}
