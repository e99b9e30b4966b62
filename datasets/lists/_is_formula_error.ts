/**
 * What spreadsheets write in the place of a value that a formula cannot give, in any language:
 * "#N/A", "#REF!", "#NAME?", "#DIV/0!", "#NV", "#¡VALOR!", "Err:502".
 */
const FORMULA_ERROR = /^(?:#\S+[!?]|#n\/[adv]|#n[vd]|#getting_data|err:\d+)$/i;

/** Whether a field is the error of a formula in a spreadsheet. */
export function isFormulaError(text: string): boolean {
  return FORMULA_ERROR.test(text);
}
