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

/** Whether an array holds an option of a command line with its values: `["-c:v", "mpeg4"]`. */
function isFlagGroup({ elements: [first] }: Deno.lint.ArrayExpression): boolean {
  return first !== undefined && textOf(first)?.startsWith("-") === true;
}
