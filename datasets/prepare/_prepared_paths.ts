import { quotedList } from "../_words.ts";
import { hasVideoExtension } from "../_video_extension.ts";

/** Extension of prepared videos. */
const EXTENSION = ".mp4";

/**
 * Where prepared videos lie, relative to their folder, by id: as the ids have it, with another extension, so
 * that class folders stay and lists find their videos by name. Two that differ in the extension alone keep it
 * ("a.avi.mp4", "a.mkv.mp4"). What lies outside of the data folder ("../a.avi") goes below "outside".
 *
 * @throws {RangeError} if two ids would still share a file.
 */
export function preparedPaths(ids: readonly string[]): Map<string, string> {
  const placed = ids.map((id) => ({ id, place: inside(id) }));
  const alike = Map.groupBy(placed, ({ place }) => withoutExtension(place));
  const paths = new Map(placed.map(({ id, place }) => {
    const stem = withoutExtension(place);
    return [id, (alike.get(stem)?.length === 1 ? stem : place) + EXTENSION];
  }));
  const shared = [...Map.groupBy(paths, ([, path]) => path).values()].find(({ length }) =>
    length > 1
  );
  if (shared !== undefined) {
    const names = quotedList(shared.map(([id]) => id));
    throw new RangeError(
      `Cannot prepare videos as each must have a file of its own: current value is ${names}`,
    );
  }
  return paths;
}

function inside(id: string): string {
  return id.split("/").map((part) => part === ".." ? "outside" : part.replaceAll(":", "_"))
    .join("/");
}

function withoutExtension(path: string): string {
  return hasVideoExtension(path) ? path.slice(0, path.lastIndexOf(".")) : path;
}
