/** What is wrong when the operating system refuses something, and what a user can do. */
export interface SystemProblem {
  /** What must hold, as the rest of "Cannot X as …". */
  readonly must: string;
  /** What is instead. */
  readonly is: string;
  /** What to do, as a sentence without its end. */
  readonly remedy: string;
}

const NO_RIGHT: SystemProblem = {
  must: "this user must have the right to",
  is: "permission is denied",
  remedy: "Change the rights of the file or its folder (chmod, chown), or choose another path",
};

const NOT_A_FOLDER: SystemProblem = {
  must: "its path must lead through folders",
  is: "a part of it is a file",
  remedy: "Choose another path",
};

const TOO_MANY_FILES: SystemProblem = {
  must: "the system must allow more open files",
  is: "its limit is reached",
  remedy: "Raise the limit, for example by 'ulimit -n 4096', and run the command again",
};

const FULL: SystemProblem = {
  must: "the disk must have room",
  is: "it is full, or the user's share of it is",
  remedy: "Make room and run the command again",
};

const NO_MEMORY: SystemProblem = {
  must: "there must be free memory",
  is: "there is not enough",
  remedy: "End other programs, or lower what is computed at once (data.cacheMebibytes, credits, " +
    "schedule.accumulate, evaluate.videosAtOnce)",
};

const BAD_DISK: SystemProblem = {
  must: "its disk must work",
  is: "it reports an error",
  remedy: "Check the disk, its cable or the network that it is reached by",
};

const NO_NETWORK: SystemProblem = {
  must: "the network must work",
  is: "the connection failed",
  remedy: "Check the network and run the command again",
};

const BROKEN_DATABASE: SystemProblem = {
  must: "it must be a whole database",
  is: "it is broken, or a file of another kind",
  remedy: "Remove it and make it again",
};

/** What a user can mend, by the code of the error. */
export const SYSTEM_PROBLEMS: ReadonlyMap<string, SystemProblem> = new Map([
  ["EACCES", NO_RIGHT],
  ["EPERM", NO_RIGHT],
  ["EROFS", {
    must: "its disk must be writable",
    is: "it is read-only",
    remedy: "Choose a path on another disk",
  }],
  ["ENOENT", {
    must: "it must exist",
    is: "it does not, or was removed meanwhile",
    remedy: "Check the path",
  }],
  ["ENOTDIR", NOT_A_FOLDER],
  ["EISDIR", {
    must: "it must be a file",
    is: "it is a folder",
    remedy: "Choose another path, or move the folder away",
  }],
  ["EEXIST", {
    must: "nothing else may have its name",
    is: "there is a file of that name",
    remedy: "Choose another path, or move the file away",
  }],
  ["ENOTEMPTY", {
    must: "the folder must be empty",
    is: "it holds files",
    remedy: "Choose another path, or move them away",
  }],
  ["ENAMETOOLONG", {
    must: "each name in its path must have at most 255 bytes, the path at most 4096",
    is: "it is longer",
    remedy: "Choose a shorter one",
  }],
  ["ELOOP", {
    must: "its symbolic links must lead somewhere",
    is: "they lead in a circle",
    remedy: "Mend the links ('ls -l' shows where they lead)",
  }],
  ["EMFILE", TOO_MANY_FILES],
  ["ENFILE", TOO_MANY_FILES],
  ["ENOSPC", FULL],
  ["EDQUOT", FULL],
  ["EFBIG", FULL],
  ["ENOMEM", NO_MEMORY],
  ["EAGAIN", {
    must: "the system must allow more processes",
    is: "its limit is reached",
    remedy: "End other programs, or raise the limit ('ulimit -u')",
  }],
  ["ENOEXEC", {
    must: "it must be a program for this machine",
    is: "it is broken, or for another one",
    remedy: "Install it again for this machine ('deno task doctor' shows what is used)",
  }],
  ["ETXTBSY", {
    must: "no other program may use it",
    is: "one does",
    remedy: "Wait for it and run the command again",
  }],
  ["EBUSY", {
    must: "no other program may use it",
    is: "one does",
    remedy: "Wait for it and run the command again",
  }],
  ["EPIPE", {
    must: "the program that reads the output must run until its end",
    is: "it has ended",
    remedy: "Write the output to a file instead",
  }],
  ["EIO", BAD_DISK],
  ["ESTALE", BAD_DISK],
  ["ENODEV", BAD_DISK],
  ["EMPTY_PATH", {
    must: "its path must not be empty",
    is: "it is, perhaps by a variable of the shell that is not set",
    remedy: "Write a path",
  }],
  ["NETWORK", NO_NETWORK],
  ["ECONNREFUSED", NO_NETWORK],
  ["ECONNRESET", NO_NETWORK],
  ["ECONNABORTED", NO_NETWORK],
  ["ETIMEDOUT", NO_NETWORK],
  ["ENETUNREACH", NO_NETWORK],
  ["EHOSTUNREACH", NO_NETWORK],
  ["LIBRARY", {
    must: "it must be a whole library for this machine",
    is: "it cannot be loaded",
    remedy: "Run 'deno task doctor', which shows what is installed and how to mend it",
  }],
  ["SQLITE_CANTOPEN", {
    must: "its folder must exist, and this user have the right to write it",
    is: "it cannot be opened",
    remedy: "Choose another path, or change the rights (chmod, chown)",
  }],
  ["SQLITE_READONLY", NO_RIGHT],
  ["SQLITE_BUSY", {
    must: "no other program may use the database",
    is: "one does",
    remedy: "Wait for it and run the command again",
  }],
  ["SQLITE_CORRUPT", BROKEN_DATABASE],
  ["SQLITE_FULL", FULL],
  ["SQLITE_IOERR", BAD_DISK],
]);
