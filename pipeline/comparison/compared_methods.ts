/** The methods that are compared unless others are named, the simplest first. */
export const COMPARED_METHODS = ["supervised", "fixmatch", "actnetformer", "own-first"] as const;
