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

Deno.test({
  name: "Commands whose standard output is full say that it is",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const program = `${PROGRAM.split("\n").slice(0, 3).join("\n")}
      usePlainConsole();
      for (const write of [printLine, console.log]) {
        try {
          write("a line");
        } catch (error) {
          showLine(error.message);
        }
      }`;
    const words = ["eval", "--quiet", "--no-check", program];
    const { stderr } = await new Deno.Command("sh", {
      args: ["-c", '"$@" > /dev/full', "sh", Deno.execPath(), ...words],
    }).output();
    const line = "No space left on device (os error 28): write 'standard output'\n";
    assert.equal(new TextDecoder().decode(stderr), line.repeat(2));
  },
});
