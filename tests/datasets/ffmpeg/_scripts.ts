import { join } from "node:path";

/** Writes a shell script that can be run in place of ffmpeg, and returns its path. */
export async function writeScript(folder: string, name: string, body: string): Promise<string> {
  const path = join(folder, name);
  await Deno.writeTextFile(path, `#!/bin/sh\n${body}\n`);
  await Deno.chmod(path, 0o755);
  return path;
}
