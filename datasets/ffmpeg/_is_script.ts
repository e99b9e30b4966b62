/** What a script begins with: "#!". */
const SCRIPT = [0x23, 0x21];

const known = new Map<string, boolean>();

/** Whether a program is a script. False if there is no such file; looks once at each. */
export function isScript(path: string): boolean {
  const answer = known.get(path) ?? beginsAsScript(path);
  known.set(path, answer);
  return answer;
}

function beginsAsScript(path: string): boolean {
  const start = new Uint8Array(SCRIPT.length);
  try {
    using file = Deno.openSync(path);
    file.readSync(start);
  } catch (error) {
    // To start it will say what is wrong.
    if (error instanceof Deno.errors.NotCapable) throw error;
    return false;
  }
  return SCRIPT.every((byte, index) => start[index] === byte);
}
