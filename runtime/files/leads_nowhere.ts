/**
 * Whether a file system error says that nothing is, or can be, at a path: also at one with a link to
 * itself, or with too long a name.
 */
export function leadsNowhere(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory ||
    error instanceof Deno.errors.FilesystemLoop ||
    error instanceof Error && "code" in error && error.code === "ENAMETOOLONG";
}
