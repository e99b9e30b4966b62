/** Whether an error says that this user, or nobody, can write to a place. */
export function isReadOnly(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied ||
    (error instanceof Error && "code" in error && error.code === "EROFS");
}
