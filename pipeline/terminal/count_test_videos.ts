import { formatCount } from "./format_count.ts";

/** Says how many test videos there are, and of how many sources if several are cuts of one. */
export function countTestVideos(videos: number, sources: number): string {
  const all = `${formatCount(videos)} test videos`;
  return sources < videos ? `${all}, cuts of ${formatCount(sources)} sources` : all;
}
