import { textOf } from "./_text_of.ts";

/** Forbids to spread a literal into a literal or a call, which only saves lines. */
export const packedSpreads: Deno.lint.Rule = {
  create(context) {
    return {
      SpreadElement({ argument }) {
        if (argument.type !== "ObjectExpression" && argument.type !== "ArrayExpression") return;
        if (argument.type === "ArrayExpression" && isFlagGroup(argument)) return;
        context.report({
          node: argument,
          message: "A literal is spread only to pack its elements",
          hint: "Write the elements one by one",
        });
      },
    };
  },
};

/**
 * Whether an array groups words of a command line, options with their values: `["-c:v", "mpeg4"]`.
 */
function isFlagGroup({ elements }: Deno.lint.ArrayExpression): boolean {
  return elements.some((element) => element && textOf(element)?.startsWith("-"));
}
