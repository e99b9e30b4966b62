/** Stands for a value that is put into a text when the program runs. */
export const VALUE = "…";

/**
 * Returns the text of an expression, with {@linkcode VALUE} for each value that is known only at
 * run time; null for an expression that is not a text.
 */
export function textOf(node: Deno.lint.Node): string | null {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : null;
  if (node.type === "TemplateLiteral") {
    return node.quasis.map(({ cooked }) => cooked).join(VALUE);
  }
  if (node.type === "BinaryExpression" && node.operator === "+") {
    const left = textOf(node.left);
    const right = textOf(node.right);
    if (left === null && right === null) return null;
    return `${left ?? VALUE}${right ?? VALUE}`;
  }
  return null;
}
