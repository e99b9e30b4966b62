/**
 * Compares a text with the one in `__snapshots__/` beside the test. After a wanted change, `deno
 * test --allow-all --update-snapshots FILE` writes the new texts; read them before committing.
 */
export async function assertTextSnapshot(
  context: Deno.TestContext,
  name: string,
  text: string,
): Promise<void> {
  await context.assertSnapshot(text, { name, serializer: String });
}
