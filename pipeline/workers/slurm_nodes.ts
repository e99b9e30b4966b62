/**
 * Returns the names that a list of nodes of Slurm stands for: "gpu[01-03,7],login" are gpu01, gpu02,
 * gpu03, gpu7 and login.
 */
export function slurmNodes(list: string): string[] {
  const names = list.match(/(?:[^,[]|\[[^\]]*\])+/g) ?? [];
  return names.flatMap((name) => expand(name.trim()));
}

function expand(name: string): string[] {
  const [, before, ranges, after] = /^([^[]*)\[([^\]]*)\](.*)$/.exec(name) ?? [];
  if (before === undefined || ranges === undefined || after === undefined) return [name];
  const numbers = ranges.split(",").flatMap(numbersOf);
  return numbers.flatMap((number) => expand(after).map((rest) => `${before}${number}${rest}`));
}

/** Leading zeros stay. */
function numbersOf(range: string): string[] {
  const [first = "", last = first] = range.trim().split("-");
  const count = Number(last) - Number(first) + 1;
  return Array.from(
    { length: Math.max(0, count) },
    (_, index) => String(Number(first) + index).padStart(first.length, "0"),
  );
}
