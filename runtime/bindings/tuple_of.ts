/** A list of `Count` items where that is a literal number, otherwise one of any length. */
export type TupleOf<Item, Count extends number, Start extends Item[] = []> = number extends Count
  ? Item[]
  : Start["length"] extends Count ? Start
  : TupleOf<Item, Count, [...Start, Item]>;
