/** A complaint of `deno doc --lint`. */
export interface DocComplaint {
  /** Such as "private-type-ref" or "missing-jsdoc". */
  readonly rule: string;
  /** What it says, in one line. */
  readonly message: string;
  /** Path of the file. */
  readonly file: string;
  readonly line: number;
  /** The line of source that it is about. */
  readonly source: string;
  /** The declaration of the type that should be public, for "private-type-ref". */
  readonly referenced: { readonly line: number; readonly source: string } | null;
}

/**
 * Reads what `deno doc --lint` writes without colors.
 *
 * @throws {Error} If it does not hold as many complaints as its last line says: another version of
 * Deno may write them in another form.
 */
export function parseDocComplaints(output: string): DocComplaint[] {
  const blocks = output.split(/^(?=error\[)/m).slice(1);
  const complaints = blocks.map(parseComplaint);
  const total = Number(/^error: Found (\d+) documentation lint error/m.exec(output)?.[1] ?? 0);
  if (complaints.length !== total) {
    throw new Error(
      `Cannot read the output of deno doc --lint as it must hold ${total} complaints: ` +
        `current value is ${complaints.length}`,
    );
  }
  return complaints;
}

function parseComplaint(block: string): DocComplaint {
  const [, rule = "", message = ""] = /^error\[([\w-]+)\]: (.*)$/m.exec(block) ?? [];
  const [, file = "", line = "0"] = /^ *--> (.*):(\d+):\d+$/m.exec(block) ?? [];
  const [, source = ""] = new RegExp(`^ *${line} \\| (.*)$`, "m").exec(block) ?? [];
  const referenced = /^ *(\d+) \| (.*)\n *\| +-+ this is the referenced type$/m.exec(block);
  return {
    rule,
    message,
    file,
    line: Number(line),
    source,
    referenced: referenced === null
      ? null
      : { line: Number(referenced[1]), source: referenced[2] ?? "" },
  };
}

/**
 * Returns whether a complaint is about a symbol of this project. Those about declarations of npm
 * packages, which a public symbol refers to or `tf` holds, cannot be mended here.
 *
 * @param linesOf Lines of each file of the project, by path.
 */
export function isAboutOurs(
  complaint: DocComplaint,
  linesOf: ReadonlyMap<string, readonly string[]>,
): boolean {
  const { rule, file, source, message, referenced } = complaint;
  if (!linesOf.has(file)) return false;
  if (isPackageImport(source) || isTypeQuery(source, message)) return false;
  if (rule !== "private-type-ref" || referenced === null) return true;
  // Deno does not say which file the referenced type is in.
  return [...linesOf.values()].some((lines) => lines[referenced.line - 1] === referenced.source);
}

/**
 * For example `type Config = InferOutput<typeof configSchema>`: the schema is a value, not a type.
 */
function isTypeQuery(source: string, message: string): boolean {
  const [, name] = /references private type '(\w+)'$/.exec(message) ?? [];
  return name !== undefined && source.includes(`typeof ${name}`);
}

/** For example `import * as tf from "@tensorflow/tfjs";`, which gives the namespace its name. */
function isPackageImport(source: string): boolean {
  return /^import .* from "[^./]/.test(source);
}
