/**
 * The project's own lint rules, which `deno lint` runs by the list of plugins in deno.json.
 *
 * @module
 */
import { isLeftover } from "../_leftovers.ts";
import { errorMessages } from "./error_messages.ts";
import { glossary } from "./glossary.ts";
import { lintedPath } from "./_linted_file.ts";
import { packedSpreads } from "./packed_spreads.ts";
import { topLevelArrows } from "./top_level_arrows.ts";

const plugin: Deno.lint.Plugin = {
  name: "project",
  rules: {
    "error-messages": withLeftovers("error-messages", errorMessages),
    "glossary": withLeftovers("glossary", glossary),
    "packed-spreads": withLeftovers("packed-spreads", packedSpreads),
    "top-level-arrows": withLeftovers("top-level-arrows", topLevelArrows),
  },
};

export default plugin;

/** A rule that passes over the files that are listed as its leftovers. */
function withLeftovers(name: string, rule: Deno.lint.Rule): Deno.lint.Rule {
  return {
    create(context) {
      return isLeftover(name, lintedPath(context)) ? {} : rule.create(context);
    },
  };
}
