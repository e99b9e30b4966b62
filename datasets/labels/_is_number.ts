/** Whether a label is a number. */
export function isNumber(label: string | null): label is string {
  return label !== null && /^\d+$/.test(label);
}
