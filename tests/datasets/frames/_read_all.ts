import type { FrameSource } from "../../../datasets/mod.ts";

/** Reads a source to its end, and closes it. */
export async function readAll(source: FrameSource): Promise<Uint8Array[]> {
  await using open = source;
  const all: Uint8Array[] = [];
  for (let frame = await open.read(); frame !== null; frame = await open.read()) all.push(frame);
  return all;
}
