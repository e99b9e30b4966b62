import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { statIfPresent } from "./stat_if_present.ts";

/**
 * Loads a user's own module, which runs with the rights of this process.
 *
 * @param path Path of its file, relative to the current folder.
 * @param purpose What it is, for the message: "method".
 * @returns What it exports.
 * @throws {Error} If there is no such file, or it is a folder or not a module.
 */
export async function loadModule(
  path: string,
  purpose: string,
): Promise<Readonly<Record<string, unknown>>> {
  const whole = resolve(path);
  const { href } = pathToFileURL(whole);
  if (statIfPresent(whole)?.isDirectory) {
    throw new Error(`Cannot use the ${purpose} '${path}' as it must be a module: it is a folder`);
  }
  try {
    return await import(href);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    // Not one that it imports.
    const isMissing = reason.startsWith(`Module not found "${href}"`);
    const message = isMissing
      ? `Cannot use the ${purpose} ${path} as there is no such file` +
        (path === whole ? "" : `: ${whole}`)
      : `Cannot use the ${purpose} ${path} as it must be a module: ${reason}`;
    throw new Error(message, { cause });
  }
}
