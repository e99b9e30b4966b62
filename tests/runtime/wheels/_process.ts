/**
 * Installs a stand-in wheel in a process of its own: wheel and options as JSON in the first
 * argument. Prints a line when the first bytes are on disk, then how the wheel was downloaded.
 */
import { installWheel } from "../../../runtime/wheels/install_wheel.ts";
import type { InstallProgress } from "../../../runtime/wheels/progress.ts";

const { wheel, options } = JSON.parse(Deno.args[0] ?? "");
let started = false;

function report({ stage, doneBytes }: InstallProgress): void {
  if (started || stage !== "downloading" || doneBytes === 0) return;
  started = true;
  console.log("downloading");
}

console.log(await installWheel(wheel, { ...options, report }));
