/**
 * Writes docs/settings.md, the reference of all settings, from the source.
 *
 * @module
 */
import { ROOT } from "../_sources.ts";
import { SETTINGS_PAGE, settingsPage } from "./_settings_page.ts";

if (import.meta.main) await Deno.writeTextFile(ROOT + SETTINGS_PAGE, await settingsPage());
