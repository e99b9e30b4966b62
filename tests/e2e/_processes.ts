/**
 * Lists the files in /proc of the ffmpeg processes that work on files below a folder. Empty where
 * there is no /proc. A shell looks, as Deno reads /proc only with all permissions.
 *
 * @param word A word of their command lines: `rawvideo` for those that decode.
 */
export async function ffmpegsIn(folder: string, word = "ffmpeg"): Promise<string[]> {
  if (Deno.build.os !== "linux") return [];
  const search = 'grep -lasF -- "$FOLDER" /proc/[0-9]*/cmdline | xargs -r grep -lasF -- "$WORD"';
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", search],
    // Not as an argument, where the shell would find itself.
    env: { FOLDER: folder, WORD: word },
  }).output();
  return new TextDecoder().decode(stdout).split("\n").filter(Boolean);
}

/** How often {@linkcode ffmpegsGone} looks: for about half a minute. */
const LOOKS = 1000;

/**
 * Waits until no ffmpeg works on files below a folder, and fails if one stays. Once its reader was
 * killed, it ends by itself.
 */
export async function ffmpegsGone(folder: string): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    if ((await ffmpegsIn(folder)).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`ffmpeg still works on files in ${folder}`);
}
