/**
 * The project's own lint rules, which `deno lint` runs by the list of plugins in deno.json.
 *
 * @module
 */
import { errorMessages } from "./error_messages.ts";
import { glossary } from "./glossary.ts";
import { packedSpreads } from "./packed_spreads.ts";
import { seededDraws } from "./seeded_draws.ts";
import { topLevelArrows } from "./top_level_arrows.ts";

const plugin: Deno.lint.Plugin = {
  name: "project",
  rules: {
    "error-messages": errorMessages,
    "glossary": glossary,
    "packed-spreads": packedSpreads,
    "seeded-draws": seededDraws,
    "top-level-arrows": topLevelArrows,
  },
};

export default plugin;
