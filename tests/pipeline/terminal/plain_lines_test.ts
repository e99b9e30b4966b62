import assert from "node:assert/strict";
import { ROOT } from "../../_sources.ts";

/** Writes the same text in each of the ways that commands use. */
const PROGRAM = ["printLine", "showLine", "usePlainConsole"].map((name) => {
  const file = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return `import { ${name} } from ${JSON.stringify(`file://${ROOT}pipeline/terminal/${file}.ts`)};`;
}).join("\n") + `
  const line = "name: \\u001b[31mred\\nand more";
  usePlainConsole();
  printLine(line);
  console.log(line);
  showLine(line);
  console.error(line);`;

Deno.test("Lines of commands have their control characters written out", async () => {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", PROGRAM],
  }).output();
  const line = "name: \\u001b[31mred\\nand more\n";
  assert.equal(new TextDecoder().decode(stderr), line.repeat(2));
  // Results may have several lines.
  const text = "name: \\u001b[31mred\nand more\n";
  assert.equal(new TextDecoder().decode(stdout), `${text}${line}`);
});
