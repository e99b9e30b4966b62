import assert from "node:assert/strict";
import { taskCommand } from "../../../pipeline/terminal/task_command.ts";

Deno.test("taskCommand() quotes the words that need it", () => {
  const command = taskCommand("train", "--data", "my videos/it's", "--from", "FILE");
  assert.equal(command, `deno task train --data 'my videos/it'\\''s' --from FILE`);
});
