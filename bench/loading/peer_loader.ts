import { fileURLToPath } from "node:url";
import { Contender } from "../engine/contender.ts";

const PROGRAM = fileURLToPath(new URL("../peers/loading.py", import.meta.url));

/** The other loaders, and the Python modules that they need. */
const MODULES = {
  pyav: ["torch", "av"],
  torchcodec: ["torch", "torchcodec.decoders"],
} as const;

/** Name of another loader. */
export type PeerName = keyof typeof MODULES;

/** All other loaders. */
export const PEERS = Object.keys(MODULES) as PeerName[];

/** Returns why a loader is not there, in one line; undefined if it is. */
export async function lackOfPeer(name: PeerName, python: string): Promise<string | undefined> {
  const imports = MODULES[name].map((module) => `import ${module}`).join("; ");
  try {
    const { success, stderr } = await new Deno.Command(python, { args: ["-c", imports] }).output();
    if (success) return undefined;
    const lines = new TextDecoder().decode(stderr).trim().split("\n");
    return lines.findLast((line) => /^\w*(?:Error|Exception)\b/.test(line)) ?? lines.at(-1);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return `there is no program '${python}'`;
    throw error;
  }
}

/** Starts another loader, which loads the windows of a plan's file on request. */
export function startPeer(
  name: PeerName,
  { python, planFile }: { readonly python: string; readonly planFile: string },
): Promise<Contender<PeerName>> {
  return Contender.start(name, { command: python, args: [PROGRAM, planFile, name] });
}

/**
 * Lets another loader load all windows once.
 *
 * @param file Where it writes the bytes of all windows to; nowhere if omitted.
 * @returns Seconds.
 * @throws {Error} If it loads another number of windows.
 */
export async function loadByPeer(
  peer: Contender<PeerName>,
  windows: number,
  file?: string,
): Promise<number> {
  const request = file === undefined ? "epoch" : `check ${file}`;
  const answer = await peer.ask<{ readonly seconds: number; readonly windows: number }>(request);
  if (answer.windows === windows) return answer.seconds;
  throw new Error(
    `Cannot measure '${peer.name}' as it must load ${windows} windows: ` +
      `current value is ${answer.windows}`,
  );
}
