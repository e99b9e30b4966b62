import { createHash } from "node:crypto";
import { hasVideoExtension } from "../_video_extension.ts";
import { quotedList } from "../_words.ts";

/** Extension of prepared videos. */
const EXTENSION = ".mp4";

/** The maximum length of a file name on most file systems. */
const NAME_BYTES = 255;

/** Length of the longer one of the extensions that a name gets: ".flow" beside ".mp4". */
const EXTENSION_BYTES = 5;

/** Digits of the digest that take the position of what is cut off a name. */
const DIGEST_DIGITS = 16;

/**
 * Returns the paths of prepared videos, relative to their folder, by id: the ids with another
 * extension, so that class folders stay and lists find their videos by name. Ids that differ only
 * in their extension keep it ("a.avi.mp4", "a.mkv.mp4"). Videos outside of the data folder
 * ("../a.avi") go below "outside". A name that would be too long with another extension is cut, and
 * ends with a digest of the whole.
 *
 * @throws {RangeError} If two ids would still share a file.
 */
export function preparedPaths(ids: readonly string[]): Map<string, string> {
  const placed = ids.map((id) => {
    const inside = insideFolder(id);
    return { id, inside, stem: withoutExtension(inside) };
  });
  const byStem = Map.groupBy(placed, ({ stem }) => stem);
  const paths = new Map(placed.map(({ id, inside, stem }) => {
    const isOnly = byStem.get(stem)?.length === 1;
    return [id, withExtension(isOnly ? stem : inside)];
  }));
  refuseSharedPaths(paths);
  return paths;
}

function refuseSharedPaths(paths: ReadonlyMap<string, string>): void {
  const byPath = Map.groupBy(paths, ([, path]) => path);
  const shared = [...byPath.values()].find(({ length }) => length > 1);
  if (shared === undefined) return;
  const names = quotedList(shared.map(([id]) => id));
  throw new RangeError(
    `Cannot prepare videos as each must have a file of its own: current value is ${names}`,
  );
}

function insideFolder(id: string): string {
  const parts = id.split("/").map((part) => part === ".." ? "outside" : part.replaceAll(":", "_"));
  return parts.join("/");
}

/** Adds the extension, and cuts the name if it is too long then. */
function withExtension(path: string): string {
  const nameStart = path.lastIndexOf("/") + 1;
  const name = path.slice(nameStart);
  const stemBytes = NAME_BYTES - EXTENSION_BYTES;
  if (byteLength(name) <= stemBytes) return path + EXTENSION;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, DIGEST_DIGITS);
  const ending = `-${digest}`;
  const characters = [...name];
  while (byteLength(characters.join("")) + ending.length > stemBytes) characters.pop();
  return path.slice(0, nameStart) + characters.join("") + ending + EXTENSION;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function withoutExtension(path: string): string {
  return hasVideoExtension(path) ? path.slice(0, path.lastIndexOf(".")) : path;
}
