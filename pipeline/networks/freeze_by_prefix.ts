import { freeze, type Model } from "../../models/mod.ts";
import { ConfigError } from "../config/config_error.ts";

/** A pair of networks, also if a method trains only one of them. */
export interface NetworkPair {
  readonly primary: Model;
  readonly auxiliary: Model;
}

/**
 * Freezes the parameters of a pair of networks that `optimizer.frozen` names: those whose name is a
 * prefix or continues it after a dot, in both networks, or in the one that the prefix begins with.
 *
 * @throws {ConfigError} If no parameter has one of the prefixes, or a network would have nothing
 * left to train.
 */
export function freezeByPrefix(pair: NetworkPair, prefixes: readonly string[] = []): NetworkPair {
  for (const prefix of prefixes) requireKnown(prefix, pair);
  const frozenIn = (network: keyof NetworkPair) => {
    const model = pair[network];
    if (prefixes.length === 0) return model;
    const frozen = freeze(
      model,
      (name) => prefixes.some((prefix) => isBelow(prefix, name, network)),
    );
    if (frozen.parameters.some(({ frozen }) => !frozen)) return frozen;
    throw refusal(`must leave something to train: it freezes the whole ${network} network`);
  };
  return { primary: frozenIn("primary"), auxiliary: frozenIn("auxiliary") };
}

const NETWORKS = ["primary", "auxiliary"] as const;

/** Whether a prefix means a parameter of a network. */
function isBelow(prefix: string, name: string, network: keyof NetworkPair): boolean {
  return [name, `${network}.${name}`].some((path) =>
    path === prefix || path.startsWith(`${prefix}.`)
  );
}

function requireKnown(prefix: string, pair: NetworkPair): void {
  const isKnown = NETWORKS.some((network) =>
    pair[network].parameters.some(({ name }) => isBelow(prefix, name, network))
  );
  if (isKnown) return;
  const hints = NETWORKS.map((network) => describeParts(prefix, pair[network], network));
  throw refusal(
    `must hold beginnings of parameter names: nothing begins with ${prefix}; ${hints.join("; ")}`,
  );
}

function refusal(message: string): ConfigError {
  return new ConfigError("the config of this run", [{ path: "optimizer.frozen", message }]);
}

/** Says what could have been meant: the parts below the longest beginning that there is. */
function describeParts(prefix: string, { parameters }: Model, network: keyof NetworkPair): string {
  const known = prefix.split(".").filter((part, index) => index > 0 || part !== network);
  const names = parameters.map(({ name }) => name.split("."));
  let depth = 0;
  while (names.some((parts) => startsWith(parts, known.slice(0, depth + 1)))) depth++;
  const beginning = known.slice(0, depth);
  const parts = names.filter((name) => startsWith(name, beginning))
    .flatMap((name) => name[depth] ?? []);
  const where = beginning.length === 0 ? "" : ` below ${beginning.join(".")}`;
  return `the ${network} network has ${listParts([...new Set(parts)])}${where}`;
}

function startsWith(parts: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((part, index) => parts[index] === part);
}

/** "0 to 5" for numbers, "norm, head" for names. */
function listParts(parts: readonly string[]): string {
  const numbers = parts.filter((part) => /^\d+$/.test(part));
  const names = parts.filter((part) => !numbers.includes(part));
  if (numbers.length > 1) names.push(`${numbers[0]} to ${numbers.at(-1)}`);
  else names.push(...numbers);
  return names.join(", ");
}
