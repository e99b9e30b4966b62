import { ManifestError } from "../manifest_error.ts";

/** SQLite's messages about the system: the disk, other programs, rights. */
const SYSTEM_MESSAGE =
  /^(?:unable to open database|attempt to write a readonly|database (?:table )?is locked|database or disk is full|disk I\/O error|out of memory)/;

/**
 * Returns the error to throw for one that a query gave: what is wrong with the database, or the error
 * of the system (the disk is full, another program writes) with the path, which SQLite leaves out.
 *
 * @param file The database.
 */
export function databaseError(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const { code, message } = error;
  // The second is of a whole number that JavaScript cannot hold.
  if (code !== "ERR_SQLITE_ERROR" && code !== "ERR_OUT_OF_RANGE") return error;
  if (!SYSTEM_MESSAGE.test(message)) {
    const problem = `it is damaged, or another program changed it (${message}): make it again`;
    return new ManifestError(file, problem, { cause: error });
  }
  if (message.includes(file)) return error;
  const named = new Error(`${message}: ${operationOf(message)} '${file}'`, { cause: error });
  return Object.assign(named, { code, errcode: "errcode" in error ? error.errcode : undefined });
}

/** What was asked of the system, as its own errors name it. */
function operationOf(message: string): string {
  return /full$|readonly/.test(message) ? "write" : "use";
}
