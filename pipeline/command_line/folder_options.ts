/** Options that say how a data set's folder is read, as every command that reads one has them. */
export const FOLDER_OPTIONS = {
  layout: {
    flags: "--layout <name>",
    description: "layout of the folder, if its names leave it open: prepared, index, official, " +
      "split-folders (such as train and test) or class-folders",
  },
  unlabeled: {
    flags: "--unlabeled <path>",
    description: "folder or list of more training videos, without labels (repeatable)",
  },
  presentClassesOnly: {
    flags: "--present-classes-only",
    description: "leave out the classes of an official list or published split that have no video",
  },
} as const;
