import { join } from "node:path";

/** Answers as the other loaders do, but all of its frames are black; PyAV's ends at once. */
const LOADER = `
const { windows, frameCount, width, height } = JSON.parse(await Deno.readTextFile(Deno.args[1]));
console.log(JSON.stringify({ version: "a fake" }));
const decoder = new TextDecoder();
for await (const bytes of Deno.stdin.readable) {
  if (Deno.args[2] === "pyav") Deno.exit(1);
  const file = /check (.*)/.exec(decoder.decode(bytes).trim())?.[1];
  if (file) await Deno.writeFile(file, new Uint8Array(windows.length * frameCount * width * height * 3));
  console.log(JSON.stringify({ seconds: 1, windows: windows.length }));
}
`;

/**
 * Makes a program in Python's stead: it has every module, and its frames are black,
 * but the loader by PyAV ends at once.
 */
export async function makeFakePython(folder: string): Promise<string> {
  const [path, loader] = [join(folder, "python"), join(folder, "loader.js")];
  await Deno.writeTextFile(loader, LOADER);
  const start = `exec "${Deno.execPath()}" run -q --no-config -A "${loader}" "$@"`;
  const script = `#!/bin/sh\n[ "$1" = -c ] && exit 0\n${start}\n`;
  await Deno.writeTextFile(path, script, { mode: 0o755 });
  return path;
}
