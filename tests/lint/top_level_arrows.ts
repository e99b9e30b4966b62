import { isProductCode } from "./_linted_file.ts";

/**
 * Forbids arrow functions as top-level constants: a `function` shows its name first and is hoisted.
 */
export const topLevelArrows: Deno.lint.Rule = {
  create(context) {
    if (!isProductCode(context)) return {};
    return {
      "Program > VariableDeclaration > VariableDeclarator": report,
      "Program > ExportNamedDeclaration > VariableDeclaration > VariableDeclarator": report,
    };

    function report(node: Deno.lint.VariableDeclarator): void {
      if (node.init?.type !== "ArrowFunctionExpression") return;
      context.report({
        node,
        message: "A top-level function is written as an arrow",
        hint: "Write `function name() {}`",
      });
    }
  },
};
