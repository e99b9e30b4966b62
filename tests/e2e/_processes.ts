/** Command lines of the ffmpeg processes that work on files below a folder. Empty where there is no /proc. */
export function ffmpegsIn(folder: string): string[] {
  if (Deno.build.os !== "linux") return [];
  return [...Deno.readDirSync("/proc")]
    .filter(({ name }) => /^\d+$/.test(name))
    .map(({ name }) => commandLine(name))
    .filter((line) => line.includes("ffmpeg") && line.includes(folder));
}

/** Waits until no ffmpeg works on files below a folder: after its reader was killed it ends by itself. */
export async function ffmpegsGone(folder: string): Promise<void> {
  while (ffmpegsIn(folder).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A process's command line; empty where it has ended, for a zombie too. */
function commandLine(pid: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || /os error 3/.test(String(error))) return "";
    throw error;
  }
}
