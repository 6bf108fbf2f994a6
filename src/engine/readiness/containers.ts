/** Images and Compose files that go to production. */
import type { ComposeFacts, ComposeService } from '../collect/compose';
import type { DockerfileFacts, DockerInstruction, DockerStage } from '../collect/dockerfile';
import { wordsOf } from '../collect/shell';
import type { Workspace } from '../workspace';
import { isForDevelopment, isForProduction } from './scope';

export interface PlacedDockerfile {
  path: string;
  facts: DockerfileFacts;
  /** The stage that is shipped: the last one. */
  last: DockerStage;
}

export interface PlacedService {
  path: string;
  service: ComposeService;
}

/** Dockerfiles of images that ship, in path order. Call through `workspace.derive(dockerfiles)`. */
export function dockerfiles(workspace: Workspace): PlacedDockerfile[] {
  const found: PlacedDockerfile[] = [];
  for (const { file, facts } of workspace.each('dockerfile')) {
    const last = facts.stages.at(-1);
    if (last && file.fileClass !== 'vendored' && !isForDevelopment(file.path))
      found.push({ path: file.path, facts, last });
  }
  return found;
}

/** A Compose file with its path. */
export interface PlacedCompose {
  path: string;
  facts: ComposeFacts;
}

/** Compose files but vendored ones, development included: what images are built from. Call through `workspace.derive(allComposeFiles)`. */
export function allComposeFiles(workspace: Workspace): PlacedCompose[] {
  const found: PlacedCompose[] = [];
  for (const { file, facts } of workspace.each('compose'))
    if (file.fileClass !== 'vendored') found.push({ path: file.path, facts });
  return found;
}

/**
 * Compose files that run in production: those named for it; without one, all that are not named for development, because the plain file is
 * what gets deployed then. Call through `workspace.derive(composeFiles)`.
 */
export function composeFiles(workspace: Workspace): PlacedCompose[] {
  const all = workspace.derive(allComposeFiles).filter(({ path }) => !isForDevelopment(path));
  const production = all.filter(({ path }) => isForProduction(path));
  return production.length > 0 ? production : all;
}

const DATASTORE =
  /(?:^|\/)(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?|mysql|mariadb|mongo|mongodb|redis|valkey|keydb|memcached|elasticsearch|opensearch|cassandra|scylla|rabbitmq|kafka|cockroach|clickhouse|neo4j|couchdb|influxdb|etcd|minio|qdrant|weaviate|mssql|bitnami\/\w+)\b/i;

/** A service that runs a database, cache or broker, by its image. */
export function isDatastore(service: ComposeService): boolean {
  return service.image !== null && DATASTORE.test(service.image.text);
}

/** The instruction that starts the process: the last ENTRYPOINT or CMD of a stage. */
export function startOf(stage: DockerStage): { words: string[]; instruction: DockerInstruction } | null {
  const entry = lastOf(stage, 'ENTRYPOINT');
  const command = lastOf(stage, 'CMD');
  const main = command ?? entry;
  if (!main) return null;
  const words = [entry, command].flatMap((instruction) => (instruction ? commandWords(instruction) : []));
  return { words, instruction: main };
}

/** Last instruction of a keyword in a stage. */
export function lastOf(stage: DockerStage, keyword: string): DockerInstruction | undefined {
  return stage.instructions.filter((instruction) => instruction.keyword === keyword).at(-1);
}

function commandWords(instruction: DockerInstruction): string[] {
  const words = instruction.json ?? wordsOf(instruction.text);
  // `["sh", "-c", "uvicorn …"]`: the words of the script.
  return words.flatMap((word) => (word.includes(' ') ? wordsOf(word) : [word]));
}

/** All instructions that a stage inherits and has: those of the earlier stages it builds on, then its own. */
export function inherited(facts: DockerfileFacts, stage: DockerStage): DockerInstruction[] {
  const parent = facts.stages.find((other) => other.name !== null && other.name === stage.from && other !== stage);
  return [...(parent ? inherited(facts, parent) : []), ...stage.instructions];
}

/** The image a stage comes from in the end. */
export function baseImage(facts: DockerfileFacts, stage: DockerStage): string {
  const parent = facts.stages.find((other) => other.name !== null && other.name === stage.from && other !== stage);
  return parent ? baseImage(facts, parent) : stage.from;
}
