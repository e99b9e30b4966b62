import project from "../../deno.json" with { type: "json" };

/** Version of this program. */
export const PROGRAM_VERSION: string = project.version;
