/** Installs a stand-in wheel in a process of its own: wheel and options as JSON in the first argument. */
import { installWheel } from "../../../runtime/install/install_wheel.ts";

const { wheel, options } = JSON.parse(Deno.args[0] ?? "");
console.log(await installWheel(wheel, { ...options, report: () => {} }));
