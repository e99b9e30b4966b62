/** Runs `doctor` in a process of its own. */
import { doctor } from "../../pipeline/doctor.ts";

Deno.exit(await doctor());
