/**
 * What a person said about a video: its class; that it shows none of the classes; or nothing, so
 * that it stays unlabeled.
 */
export type Answer =
  | { readonly kind: "class"; readonly class: string }
  | { readonly kind: "none" }
  | { readonly kind: "skip" };
