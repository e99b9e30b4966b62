import { isProductCode } from "./_linted_file.ts";
import { textOf } from "./_text_of.ts";

/** `Cannot X as Y must be Z: current value is W`, the last part where there is a value to show. */
const GRAMMAR = /^Cannot .+ as .+/s;

/** The beginning of the messages that the constructors of error classes write. */
const BEGINNING = /^Cannot /;

/** Classes whose constructor writes the message around what is passed to it. */
const WRITES_MESSAGE: ReadonlySet<string> = new Set([
  "ConfigError",
  "DecodeError",
  "DiskFullError",
  "ErrorClass",
  "ManifestError",
  "NonFiniteLossError",
  "PyTorchError",
  "SafetensorsError",
  "TensorFileError",
  "TranscodeError",
  "UnknownNetworkError",
  "WeightsError",
]);

/** Classes with another grammar. */
const OTHER_GRAMMAR: Readonly<Record<string, RegExp>> = {
  // For errors that no caller catches by their class, such as the failure of another program.
  Error: /./s,
  // Ends with TensorFlow's own reason.
  TensorFlowError: /^Cannot .+: .+|returned no object$/s,
  // Commander prints it behind the name of the option.
  InvalidArgumentError: /^It must .+\.$/s,
};

/** Requires one grammar for the messages of errors that the package throws. */
export const errorMessages: Deno.lint.Rule = {
  create(context) {
    if (!isProductCode(context)) return {};
    return {
      ThrowStatement({ argument }) {
        if (argument.type !== "NewExpression" || argument.callee.type !== "Identifier") return;
        const { name } = argument.callee;
        if (!WRITES_MESSAGE.has(name)) {
          check(argument, argument.arguments, OTHER_GRAMMAR[name] ?? GRAMMAR);
        }
      },
      "ClassDeclaration[superClass.name=/Error$/] CallExpression[callee.type='Super']"(
        node: Deno.lint.CallExpression,
      ) {
        check(node, node.arguments, BEGINNING);
      },
    };

    function check(
      node: Deno.lint.Node,
      values: readonly Deno.lint.Node[],
      grammar: RegExp,
    ): void {
      const text = values.map(textOf).find((value) => value !== null) ?? null;
      if (text === null || grammar.test(text)) return;
      context.report({
        node,
        message: `An error's message does not follow the grammar: ${text}`,
        hint: "Write `Cannot X as Y must be Z: current value is W`",
      });
    }
  },
};
