import { Message } from "../protobuf/message.ts";

/** What {@linkcode serverDefinition} encodes. */
export interface ServerDefinition {
  /** Where each worker listens, "host:port". */
  readonly addresses: readonly string[];
  /** Number of this worker. */
  readonly task: number;
  /** A `tensorflow.ConfigProto`. */
  readonly config: Message;
}

/** Serializes a `tensorflow.ServerDef` of a cluster of equal workers. */
export function serverDefinition(
  { addresses, task, config }: ServerDefinition,
): Uint8Array<ArrayBuffer> {
  const job = new Message().text(FIELD.jobName, JOB);
  addresses.forEach((address, index) => {
    job.message(FIELD.jobTasks, new Message().integer(1, index).text(2, address));
  });
  // The leader knows who belongs to a group; all others ask it.
  const experimental = new Message().text(FIELD.collectiveGroupLeader, taskName(0));
  return new Message()
    .message(FIELD.cluster, new Message().message(FIELD.clusterJob, job))
    .text(FIELD.serverJob, JOB)
    .integer(FIELD.serverTask, task)
    .message(FIELD.serverConfig, config.message(FIELD.configExperimental, experimental))
    .text(FIELD.serverProtocol, "grpc")
    .toBytes();
}

/** Returns TensorFlow's name of a worker. */
export function taskName(task: number): string {
  return `/job:${JOB}/replica:0/task:${task}`;
}

const JOB = "worker";

/**
 * Numbers of the fields in tensorflow_server.proto (ServerDef), cluster.proto (ClusterDef, JobDef)
 * and config.proto (ConfigProto and its Experimental).
 */
const FIELD = {
  cluster: 1,
  serverJob: 2,
  serverTask: 3,
  serverConfig: 4,
  serverProtocol: 5,
  clusterJob: 1,
  jobName: 1,
  jobTasks: 2,
  configExperimental: 16,
  collectiveGroupLeader: 1,
} as const;
