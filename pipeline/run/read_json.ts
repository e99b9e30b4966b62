import type * as v from "valibot";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { parseJson, type ParseJsonOptions } from "./parse_json.ts";

/**
 * Reads a file of JSON that this program has written, and checks that it is what was written.
 *
 * @returns Undefined if there is no such file.
 * @throws {RunFolderError} If it is something else.
 * @throws {RangeError} If it has more than 256 MiB.
 */
export async function readJson<const Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  options: Pick<ParseJsonOptions<Schema>, "remedy"> = {},
): Promise<v.InferOutput<Schema> | undefined> {
  const text = await readTextIfPresent(path);
  return text === undefined ? undefined : parseJson(text, { ...options, path, schema });
}
