/**
 * Shortens an error message of TensorFlow's to one line, without what only its own developers need:
 * positions in its source, dumps of op and node definitions, hints on Python's options. The op that
 * failed inside a function is kept: "… (in Add_3)".
 */
export function plainReason(message: string): string {
  const node = /\[\[\{\{node ([^}]+)\}\}\]\]/.exec(message)?.[1];
  const words = message
    .replace(/\s*\[\[\{\{node [^}]+\}\}\]\]/g, "")
    .replace(/\{\{function_node [^}]+\}\}\s*/g, "")
    .replace(/\nHint: [^\n]*/g, "")
    .replace(/ for '\{\{node [^]*$/, "")
    .replace(/ while building NodeDef [^]*$/, "")
    .replace(/ from Op<[^]*$/, "")
    .replace(/\s*; NodeDef: [^]*$/, "")
    .replace(/\s*\[Op:[^\]]*\]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return node === undefined ? words : `${words} (in ${node})`;
}
