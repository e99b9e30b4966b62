import { hasVideoExtension } from "../_video_extension.ts";
import { quotedList } from "../_words.ts";

/** Extension of prepared videos. */
const EXTENSION = ".mp4";

/**
 * Returns the paths of prepared videos, relative to their folder, by id: the ids with another
 * extension, so that class folders stay and lists find their videos by name. Ids that differ only
 * in their extension keep it ("a.avi.mp4", "a.mkv.mp4"). Videos outside of the data folder
 * ("../a.avi") go below "outside".
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
    return [id, `${isOnly ? stem : inside}${EXTENSION}`];
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

function withoutExtension(path: string): string {
  return hasVideoExtension(path) ? path.slice(0, path.lastIndexOf(".")) : path;
}
