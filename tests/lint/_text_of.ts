/** Stands for a value that is put into a text when the program runs. */
export const VALUE = "…";

/**
 * The text that an expression gives, as far as the source shows it, with {@linkcode VALUE} for each value
 * put into it; null for an expression that is not a text.
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
