import { cpus } from "node:os";
import { cpuInfo } from "./_cpu_info.ts";

/**
 * Returns the processor's name, with the numbers of its generation where they can be read: virtual
 * machines often give processors of several generations one name, as in
 * "AMD EPYC (family 25, model 17)".
 */
export function processorName(): string {
  const name = cpus()[0]?.model.trim() || "unknown";
  const [family, model] = [cpuInfo("cpu family"), cpuInfo("model")];
  return family === null || model === null ? name : `${name} (family ${family}, model ${model})`;
}
