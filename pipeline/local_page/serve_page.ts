/** Options of {@linkcode servePage}. */
export interface ServePageOptions {
  /** Port on this machine; 0 for any that is free. */
  readonly port: number;
  /**
   * How many ports after it are tried if other programs use those before.
   *
   * @default 0
   */
  readonly otherPorts?: number | undefined;
  /** Ends the serving. */
  readonly signal: AbortSignal;
  /** Called with the address of the page when it can be opened. */
  readonly onListen: (address: string) => void;
}

/** The address of this machine for itself alone. */
const HOSTNAME = "127.0.0.1";

/**
 * Serves a page to this machine alone, until the signal aborts.
 *
 * @throws {Error} If other programs use the ports.
 */
export async function servePage(
  handler: (request: Request) => Promise<Response>,
  { port, otherPorts = 0, signal, onListen }: ServePageOptions,
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
    if (otherPorts > 0) {
      const next = { port: port + 1, otherPorts: otherPorts - 1 };
      return await servePage(handler, { ...next, signal, onListen });
    }
    throw new Error(
      `Cannot show the page as port ${port} must be free: another program uses it; ` +
        "give another --port",
      { cause },
    );
  }
}
