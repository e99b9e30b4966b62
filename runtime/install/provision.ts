// Temporary, written by the lead so that others can start: the provisioning engineer replaces this file.
export function provisionTensorFlow(): Promise<
  { framework: string; library: string; source: string }
> {
  const folder = Deno.env.get("LIBTENSORFLOW_DIR") ?? "/tmp/tfw/x/tensorflow";
  return Promise.resolve({
    framework: `${folder}/libtensorflow_framework.so.2`,
    library: `${folder}/libtensorflow_cc.so.2`,
    source: "temporary",
  });
}
