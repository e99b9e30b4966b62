import { isNoClass } from "./_is_no_class.ts";
import { isNumber } from "./_is_number.ts";

/**
 * Whether a list says what the name of a class means only with the file that `formatClassList()`
 * writes beside it: a number, or what is written where there is no label, as "null".
 */
export function needsClassList(className: string): boolean {
  return isNumber(className) || isNoClass(className);
}
