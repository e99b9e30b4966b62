import { join } from "node:path";
import { leadsNowhere } from "../../runtime/files/leads_nowhere.ts";
import type { TensorFileErrorClass } from "./tensor_file_error.ts";

/** Files of a folder that a message shows. */
const FILES_SHOWN = 4;

/**
 * Requires that there is a regular file.
 *
 * @throws {TensorFileError} If there is none, of the class `ErrorClass`; files that a folder has are
 * named.
 */
export async function requireFile(path: string, ErrorClass: TensorFileErrorClass): Promise<void> {
  const info = await statOf(path, ErrorClass);
  if (info.isDirectory) throw new ErrorClass(path, await describeFolder(path));
  if (!info.isFile) throw new ErrorClass(path, "it is a device or a pipe, not a file");
}

async function statOf(path: string, ErrorClass: TensorFileErrorClass): Promise<Deno.FileInfo> {
  try {
    return await Deno.stat(path);
  } catch (cause) {
    if (!leadsNowhere(cause)) throw cause;
    throw new ErrorClass(path, `there is no such file${await hintFor(path)}`, { cause });
  }
}

async function linkTargetOf(path: string): Promise<string | undefined> {
  try {
    return await Deno.readLink(path);
  } catch (error) {
    if (leadsNowhere(error)) return undefined;
    throw error;
  }
}

/** Returns what may be wrong with the path of a file that is not there. */
async function hintFor(path: string): Promise<string> {
  const target = await linkTargetOf(path);
  if (target !== undefined) return `: it is a link to '${target}', which is not there`;
  if (/^[a-z]+:\/\//i.test(path)) return ". Links are not followed: download it, give its path";
  return path.startsWith("~/") ? ". '~' is not expanded here: write the whole path" : "";
}

async function describeFolder(folder: string): Promise<string> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory && /\.safetensors(?:\.index\.json)?$/.test(name)) names.push(name);
  }
  if (names.length === 0) return "it is a folder without a .safetensors file";
  const whole = "model.safetensors";
  const listed = names.includes(whole) ? [whole] : names.sort();
  const paths = listed.slice(0, FILES_SHOWN).map((name) => join(folder, name));
  const more = listed.length > FILES_SHOWN ? ", …" : "";
  return `it is a folder. Give a file of it: ${paths.join(", ")}${more}`;
}
