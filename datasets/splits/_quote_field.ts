/** Puts a field into quotes, in which a quote is written twice. */
export function quoteField(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
