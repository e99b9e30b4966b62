/** Options of {@linkcode serveLabels}. */
export interface ServeLabelsOptions {
  /** Port on this machine; 0 for any that is free. */
  readonly port: number;
  /** Ends the serving. */
  readonly signal: AbortSignal;
  /** Called with the address of the page when it can be opened. */
  readonly onListen: (address: string) => void;
}

/** The address of this machine for itself alone. */
const HOSTNAME = "127.0.0.1";

/**
 * Serves the page for labeling to this machine alone, until the signal aborts.
 *
 * @throws {Error} If another program uses the port.
 */
export async function serveLabels(
  handler: (request: Request) => Promise<Response>,
  { port, signal, onListen }: ServeLabelsOptions,
): Promise<void> {
  try {
    await using server = Deno.serve({
      hostname: HOSTNAME,
      port,
      signal,
      onListen: (address) => onListen(`http://${HOSTNAME}:${address.port}/`),
    }, handler);
    await server.finished;
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AddrInUse)) throw cause;
    throw new Error(
      `Cannot show the page as port ${port} must be free: another program uses it; ` +
        "give another --port",
      { cause },
    );
  }
}
