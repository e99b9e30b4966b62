/** Characters of a path, at most: the system takes no longer one. */
export const PATH_LIMIT = 4096;
