import { machineMemory } from "../../../runtime/install/machine_memory.ts";

console.log(JSON.stringify(machineMemory()));
