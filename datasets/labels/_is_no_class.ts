import { isFormulaError } from "../lists/_is_formula_error.ts";
import { isNoLabel } from "./_is_no_label.ts";

/** Whether a label is rather none, or the error of a formula, than the name of a class. */
export function isNoClass(label: string): boolean {
  return isNoLabel(label) || isFormulaError(label);
}
