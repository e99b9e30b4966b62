/** Runs `doctor` in a process of its own. */
import { doctor } from "../../../pipeline/commands/doctor.ts";

Deno.exit(await doctor());
