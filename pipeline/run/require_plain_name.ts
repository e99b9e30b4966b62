import { RunFolderError } from "./run_folder_error.ts";

/**
 * Requires that a name can be that of a run folder: any other name could lead out of `runs/`, or
 * need quotes on a command line.
 *
 * @throws {RunFolderError} If it cannot.
 */
export function requirePlainName(name: string): void {
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return;
  throw new RunFolderError(
    `Cannot name a run ${
      JSON.stringify(name)
    } as a name may hold only letters, digits, "_", "-" and ` +
      '".", the first a letter or digit',
  );
}
