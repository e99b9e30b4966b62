import { RunFolderError } from "./run_folder_error.ts";

/**
 * Parses the text of a file that a run has written.
 *
 * @param path The file, for the message.
 * @throws {RunFolderError} If the text is not JSON.
 */
export function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new RunFolderError(
      `Cannot read ${path} as it must be JSON, as this program wrote it: ${cause.message}`,
      { cause },
    );
  }
}
