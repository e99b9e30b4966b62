/** Control characters that ffmpeg writes as question marks. */
// deno-lint-ignore no-control-regex
const NOT_WRITTEN = /[\x00-\x07\x0e-\x1f]/g;

/**
 * Removes the name of a file that ffmpeg opens from what it writes: a name may hold line breaks, and
 * whatever ffmpeg writes itself.
 */
export function withoutName(stderr: string, path: string): string {
  const name = `file:${path}`.replaceAll(NOT_WRITTEN, "?");
  return stderr.replaceAll(`${name}: `, "").replaceAll(name, "");
}
