/**
 * Loaded before the program: a disk that does not answer when a run's metrics are synced, as before
 * each checkpoint.
 *
 * @module
 */
// Keeps the process alive while it waits.
setInterval(() => {}, 1000);
Object.defineProperty(Deno.FsFile.prototype, "syncData", { value: () => new Promise(() => {}) });
