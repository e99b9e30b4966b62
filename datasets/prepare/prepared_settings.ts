/** What prepared videos depend on, beside the videos themselves. */
export type PreparedSettings = Readonly<Record<string, string | number | null>>;
