/** Waits for work, and calls `notify` once if it takes longer than the given milliseconds. */
export async function notifyIfSlow<Value>(
  work: Promise<Value>,
  notify: () => void,
  { milliseconds }: { readonly milliseconds: number },
): Promise<Value> {
  const timer = setTimeout(notify, milliseconds);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
