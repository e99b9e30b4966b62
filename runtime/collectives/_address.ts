/** Where a worker listens. */
export interface Address {
  /** A name, or an IPv4 address. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads "host:port".
 *
 * @throws {RangeError} If the text has another form.
 */
export function parseAddress(text: string): Address {
  const [, host = "", digits = ""] = /^([^:\s/]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host !== "" && port >= 1 && port <= 65535) return { host, port };
  throw new RangeError(
    "Cannot join workers as each of 'addresses' must be a host name or IPv4 address, and a port " +
      `from 1 to 65535, as in 127.0.0.1:4000: current value is ${text}`,
  );
}

/**
 * Returns an address as connections are made to it. localhost may also mean an IPv6 address, at
 * which no worker accepts any.
 */
export function dialed(text: string): string {
  const { host, port } = parseAddress(text);
  return `${host === "localhost" ? "127.0.0.1" : host}:${port}`;
}

/** Returns the four numbers of an IPv4 address; undefined for any other text. */
export function ipv4Bytes(text: string): readonly number[] | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split(".").map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}
