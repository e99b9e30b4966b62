import { isTest } from "./_linted_file.ts";

/** tfjs's functions that draw, by the number of arguments of which the last one is a seed. */
const WITH_SEED: Readonly<Record<string, number>> = {
  multinomial: 3,
  randomUniform: 5,
  randomUniformInt: 4,
};

/** Those that take a seed of 0 for none at all. */
const BY_CHANCE = ["randomGamma", "randomNormal", "randomStandardNormal", "truncatedNormal"];

/** Forbids draws in tests that differ from run to run. */
export const seededDraws: Deno.lint.Rule = {
  create(context) {
    if (!isTest(context)) return {};
    return {
      CallExpression(node) {
        const { callee, arguments: { length } } = node;
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
        const { name } = callee.property;
        const mayDiffer = BY_CHANCE.includes(name) || length < (WITH_SEED[name] ?? 0);
        if (!mayDiffer) return;
        context.report({
          node,
          message: "A draw may differ from run to run",
          hint: "Give it a seed; for normal distributions use `drawNormal`, which takes any",
        });
      },
    };
  },
};
