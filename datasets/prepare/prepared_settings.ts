/** What prepared videos depend on, beside the videos themselves: by name, for example the short side. */
export type PreparedSettings = Readonly<Record<string, string | number | null>>;
