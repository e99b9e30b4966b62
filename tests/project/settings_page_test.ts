import assert from "node:assert/strict";
import { readSource } from "../_sources.ts";
import { SETTINGS_PAGE, settingsPage } from "./_settings_page.ts";

Deno.test(`${SETTINGS_PAGE} is what the source says; if not: deno task docs:settings`, async () => {
  assert.equal(readSource(SETTINGS_PAGE), await settingsPage());
});
