/**
 * Makes every fault happen and writes the table of faults into the page.
 *
 * @module
 */
import { replaceMarkedSection } from "../../bench/_marked_section.ts";
import { readSource, ROOT } from "../_sources.ts";
import { FAULT_GROUPS, FAULT_PAGE, FAULT_SECTION, formatGroup, runFault } from "./_fault_table.ts";

if (import.meta.main) {
  const tables: string[] = [];
  for (const { title, faults } of FAULT_GROUPS) {
    const rows = [];
    for (const fault of faults) {
      console.log(`${title}: ${fault.fault}`);
      rows.push(await runFault(fault));
    }
    if (rows.length > 0) tables.push(formatGroup(title, rows));
  }
  const page = replaceMarkedSection(readSource(FAULT_PAGE), FAULT_SECTION, tables.join("\n"));
  await Deno.writeTextFile(ROOT + FAULT_PAGE, page);
  const format = new Deno.Command(Deno.execPath(), { args: ["fmt", FAULT_PAGE], cwd: ROOT });
  const { success } = await format.output();
  if (!success) throw new Error(`Cannot format ${FAULT_PAGE}: deno fmt failed`);
}
