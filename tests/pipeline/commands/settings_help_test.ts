import assert from "node:assert/strict";
import { settingsHelp } from "../../../pipeline/commands/settings_help.ts";

const PAGE = `# Settings

## clip

- \`clip.size\` (a number): Height
  and width.
- \`clip.primary.frames\` (a number): Frames.

## device

- \`device\` (one of cpu, gpu): The device.
`;

Deno.test("settingsHelp() finds a setting, those below a path, or all", () => {
  assert.equal(settingsHelp(PAGE, "clip.size"), "- `clip.size` (a number): Height\n  and width.");
  assert.equal(settingsHelp(PAGE, "clip")?.split("\n").length, 3);
  assert.equal(settingsHelp(PAGE, "device"), "- `device` (one of cpu, gpu): The device.");
  assert.equal(settingsHelp(PAGE), PAGE.trimEnd());
  assert.equal(settingsHelp(PAGE, "clip.si"), undefined);
});
