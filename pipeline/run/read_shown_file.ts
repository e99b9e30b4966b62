import type * as v from "valibot";
import { leadsNowhere } from "../../runtime/files/leads_nowhere.ts";
import type { ParseJsonOptions } from "./parse_json.ts";
import { readJson } from "./read_json.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Options of {@linkcode readShownFile}. */
export type ReadShownFileOptions = Required<Pick<ParseJsonOptions<unknown>, "remedy">>;

/** Mebibytes of such a file. */
const LIMIT_MEBIBYTES = 8;

/** Bytes of such a file, at most. */
export const SHOWN_FILE_BYTES = LIMIT_MEBIBYTES * 2 ** 20;

/**
 * Reads a file that a page shows, which may belong to a run of others: it must be a plain file of
 * limited length.
 *
 * @returns Undefined if there is no such file.
 * @throws {RunFolderError} If it is something else, or not what this program writes.
 */
export async function readShownFile<const Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  { remedy }: ReadShownFileOptions,
): Promise<v.InferOutput<Schema> | undefined> {
  const info = await lstatIfPresent(path);
  if (info === undefined) return undefined;
  if (!info.isFile) {
    throw new RunFolderError(`Cannot read ${path} as it must be a file: it is something else`);
  }
  if (info.size > SHOWN_FILE_BYTES) {
    throw new RunFolderError(
      `Cannot read ${path} as it must have at most ${LIMIT_MEBIBYTES} MiB: it has more. ${remedy}`,
    );
  }
  return await readJson(path, schema, { remedy });
}

async function lstatIfPresent(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.lstat(path);
  } catch (error) {
    if (leadsNowhere(error)) return undefined;
    throw error;
  }
}
