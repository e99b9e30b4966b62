import type { NetworkAnswer, Suggestion } from "../../../pipeline/suggestion/suggestion.ts";

/** A suggestion whose networks answer as given, by name of the class and probability. */
export function suggestionOf(
  id: string,
  answers: Partial<Record<NetworkAnswer["network"], readonly [name: string, probability: number]>>,
): Suggestion {
  const named = Object.entries(answers).map(([network, [name, probability]]) => ({
    network: network as NetworkAnswer["network"],
    class: name,
    probability,
  }));
  return {
    id,
    path: `/videos/${id}`,
    uncertainty: { total: 0.9, doubt: 0.8, disagreement: 0.1 },
    guesses: named.map((answer) => ({ class: answer.class, probability: answer.probability })),
    answers: named,
  };
}
