/** Images and Compose files that go to production. */
import type { ComposeFacts, ComposeService } from '../collect/compose';
import type { DockerfileFacts, DockerInstruction, DockerStage } from '../collect/dockerfile';
import { joinPath, wordsOf } from '../collect/shell';
import { folderOf } from '../manifests';
import type { Workspace } from '../workspace';
import { isDevelopmentName, isForDevelopment, isForProduction } from './scope';

export interface PlacedDockerfile {
  path: string;
  facts: DockerfileFacts;
  /** The stage that is shipped: the one that a manifest builds by name (`target`), else the last one. */
  last: DockerStage;
}

export interface PlacedService {
  path: string;
  service: ComposeService;
}

/**
 * Images that ship, in path order; a Dockerfile of which several stages are built by name is listed once for each. Images that only build
 * packages or show documentation are left out. Call through `workspace.derive(dockerfiles)`.
 */
export function dockerfiles(workspace: Workspace): PlacedDockerfile[] {
  const found: PlacedDockerfile[] = [];
  for (const { file, facts } of workspace.each('dockerfile')) {
    if (file.fileClass === 'vendored' || isForDevelopment(file.path)) continue;
    for (const last of shippedStages(workspace, file.path, facts))
      if (!makesPackages(facts, last)) found.push({ path: file.path, facts, last });
  }
  return found;
}

/** Docker builds the last stage unless it is told another one (docs.docker.com/build/building/multi-stage, "Stop at a specific build stage"). */
function shippedStages(workspace: Workspace, path: string, { stages }: DockerfileFacts): DockerStage[] {
  const targets = new Set<string | null>();
  for (const compose of workspace.derive(composeFiles))
    for (const service of compose.facts.services)
      if (service.build && builtFrom(compose.path, service.build) === path) targets.add(service.build.target);
  const named = stages.filter(({ name }) => name !== null && targets.has(name) && !isDevelopmentName(name));
  const last = stages.filter((stage) => stage === stages.at(-1));
  if (named.length > 0) return targets.has(null) ? [...new Set([...named, ...last])] : named;
  const isForDevelopers = last.some(({ name }) => name !== null && isDevelopmentName(name));
  const meant = isForDevelopers ? stages.filter(({ name }) => name !== null && RUNS.test(name)) : [];
  return meant.length > 0 ? meant.slice(-1) : last;
}

/** What people call the stage of production, where the last one is for development. */
const RUNS = /^(?:prod|production|runtime|runner|release|final|deploy)$/i;

/** Path of the Dockerfile that a service is built from; null = outside of the workspace. */
export function builtFrom(composePath: string, build: NonNullable<ComposeService['build']>): string | null {
  const context = joinPath(folderOf(composePath), build.context);
  return context === null ? null : joinPath(context, build.dockerfile ?? 'Dockerfile');
}

const PACKAGERS = /\b(?:rpm-build|rpmdevtools|debhelper|dh-make|devscripts|pyinstaller)\b/i;
const BUILD_SCRIPT = /(?:^|\/)(?:build|package|make|compile)[\w.-]*\.(?:sh|bash)$/i;

/** Images of compilers: without a start command of one's own they open a shell, or do nothing (hub.docker.com, "Official Images"). */
const COMPILERS = /(?:^|\/)(?:golang|rust|gcc|maven|gradle|dotnet\/sdk|emsdk|cimg\/[\w-]+|scratch)(?:[:@-]|$)/;

/** Images that show documentation (hub.docker.com/u/sphinxdoc, /u/squidfunk, /u/antora). */
const DOCUMENTS = /(?:^|\/)(?:sphinxdoc\/sphinx[\w-]*|squidfunk\/mkdocs-material|antora\/antora)(?:[:@]|$)/;

/** An image that builds packages (`.deb`, `.rpm`, programs to download) and hands them out runs nowhere as a service. */
function makesPackages(facts: DockerfileFacts, stage: DockerStage): boolean {
  if (DOCUMENTS.test(baseImage(facts, stage))) return true;
  const start = startOf(stage) ?? startOf({ ...stage, instructions: inherited(facts, stage) });
  if (!start && COMPILERS.test(baseImage(facts, stage))) return true;
  if (start) {
    const word = start.words.find((one) => !/^(?:-\w+|(?:\/bin\/)?(?:ba|z)?sh|exec)$/.test(one)) ?? '';
    return BUILD_SCRIPT.test(word) || /^(?:make|mv|cp|tar|rpmbuild|dpkg-buildpackage)$/.test(word);
  }
  return inherited(facts, stage).some(({ keyword, text }) => keyword === 'RUN' && PACKAGERS.test(text));
}

/** A Compose file with its path. */
export interface PlacedCompose {
  path: string;
  facts: ComposeFacts;
  /** Names of services that another file adds to; absent = the file stands by itself. */
  overlaid?: ReadonlySet<string>;
}

/** Compose files but vendored ones, development included: what images are built from. Call through `workspace.derive(allComposeFiles)`. */
export function allComposeFiles(workspace: Workspace): PlacedCompose[] {
  const found: PlacedCompose[] = [];
  for (const { file, facts } of workspace.each('compose'))
    if (file.fileClass !== 'vendored') found.push({ path: file.path, facts });
  return found;
}

/**
 * Compose files that run in production: those named for it, with the plain file that they only add to; without one, all that are not named for
 * development, because the plain file is what gets deployed then. Call through `workspace.derive(composeFiles)`.
 */
export function composeFiles(workspace: Workspace): PlacedCompose[] {
  const all = workspace.derive(allComposeFiles).filter((one) => !isForDevelopment(one.path) && !saysDevelopment(one));
  const production = all.filter(({ path }) => isForProduction(path));
  if (production.length === 0) return all.filter((compose) => !servesDevelopers(workspace, compose));
  const overrides = production.filter(isOverride);
  return all.flatMap((one) => {
    if (production.includes(one)) return [one];
    const over = overrides.filter(({ path }) => folderOf(path) === folderOf(one.path));
    return over.length > 0 && PLAIN.test(one.path) ? [overlaid(one, over)] : [];
  });
}

/** What is left of a plain file once others were put over it: a command and the like are replaced, ports and volumes are added to. */
function overlaid(plain: PlacedCompose, over: readonly PlacedCompose[]): PlacedCompose {
  const services = plain.facts.services.map((service) => {
    const above = over.flatMap(({ facts }) => facts.services.filter(({ name }) => name === service.name));
    const kept = { ...service };
    for (const key of ['image', 'command', 'entrypoint', 'restart', 'healthcheck', 'limits'] as const)
      if (above.some((other) => other[key] !== null)) kept[key] = null;
    return kept;
  });
  const names = over.flatMap(({ facts }) => facts.services.map(({ name }) => name));
  return { path: plain.path, facts: { services }, overlaid: new Set(names) };
}

/** Its own heading says so, or it is what Laravel Sail writes: "a … development environment" (laravel.com/docs/sail, "Introduction"). */
function saysDevelopment({ path, facts }: PlacedCompose): boolean {
  if (isForProduction(path)) return false;
  const isSail = facts.services.some(
    ({ build, image }) =>
      /(?:^|\/)vendor\/laravel\/sail(?:\/|$)/.test(build?.context ?? '') || /^sail-\d/.test(image?.text ?? ''),
  );
  return isSail || facts.forDevelopment === true;
}

const PLAIN = /(?:^|\/)(?:docker-)?compose\.ya?ml$/i;

/** A service needs an image or a build (compose-spec, "services"): where one has neither, the file is put over another one (`-f a -f b`). */
function isOverride({ facts }: PlacedCompose): boolean {
  return facts.services.some(({ image, build, extended }) => image === null && build === null && extended !== true);
}

/** It runs datastores and nothing else, and a platform's file deploys the application: developers start it beside their code. */
function servesDevelopers(workspace: Workspace, { facts }: PlacedCompose): boolean {
  return (
    facts.services.every((service) => service.build === null && isDatastore(service)) &&
    workspace.each('deployment').some(({ file, facts: { format } }) => {
      return format === 'platform' && file.fileClass !== 'vendored' && !isForDevelopment(file.path);
    })
  );
}

const DATASTORE =
  /(?:^|\/)(?:postgres|postgresql|postgis|pgvector|timescaledb(?:-ha)?|mysql|mariadb|mongo|mongodb|redis|valkey|keydb|memcached|elasticsearch|opensearch|cassandra|scylla|rabbitmq|kafka|cockroach|clickhouse|neo4j|couchdb|influxdb|etcd|minio|qdrant|weaviate|mssql|bitnami\/\w+)\b/i;

/** The image of a database, cache or broker. */
export function isDatastoreImage(image: string): boolean {
  return DATASTORE.test(image);
}

/** A service that runs a database, cache or broker, by its image. */
export function isDatastore(service: ComposeService): boolean {
  return service.image !== null && isDatastoreImage(service.image.text);
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

/** Images that are no application of the workspace, by the name of the image or of what is in it. */
export const OTHERS =
  /(?:^|[/:-])(?:postgres\w*|postgis|pgvector|pgbouncer|pgadmin\d?|timescaledb\w*|mysql\w*|mariadb|percona|mongo\w*|redis\w*|valkey\w*|keydb|dragonfly|memcached|elasticsearch|opensearch\w*|kibana|logstash|cassandra|scylla|rabbitmq|kafka\w*|zookeeper|redpanda|nats|nsqd?|cockroach\w*|clickhouse\w*|neo4j|couchdb|influxdb|etcd|minio|mc|qdrant|weaviate|milvus\w*|chroma\w*|mssql|meilisearch|typesense|vault|consul|nginx\w*|nginx-proxy|traefik|caddy|haproxy|envoy\w*|httpd|apache|certbot|letsencrypt\w*|oauth2-proxy|keycloak|cloudflared|prometheus|prom|grafana|loki|promtail|tempo|jaeger\w*|all-in-one|zipkin|otel\w*|opentelemetry\w*|alertmanager|cadvisor|[\w-]*exporter|sentry|mailhog|mailpit|maildev|mailcatcher|adminer|flower|ganache\w*|watchtower|portainer\w*|localstack\w*|busybox|alpine|curl\w*|wget|dumb-init|selenium\w*|chrome\w*|gotenberg|tika|ollama|imgproxy|rclone|restic|vector|fluent\w*|filebeat|metricbeat|datadog\w*|newrelic\w*|autoheal|ofelia|socat|openldap|clamav\w*|temporal\w*|unleash\w*)(?:[:@-]|$)/i;

/** `ghcr.io/team/api:1.2` → `ghcr.io/team/api`. */
export function bareImage(image: string): string {
  return image
    .replace(/@.*$/, '')
    .replace(/\$\{\w+:?-([^}]*)\}/g, '$1')
    .replace(/:[\w.${}-]*$/, '');
}

/** The image of somebody else's program; one that a chart's values name is told by their names (`.Values.postgres.image`). */
export function isOthers(image: string): boolean {
  const values = [...image.matchAll(/\.Values\.([\w.]+)/g)].flatMap(([, path = '']) => path.split('.'));
  return OTHERS.test(bareImage(image)) || values.some((name) => OTHERS.test(name));
}

/** Somebody else's program beside the application, which is asked on a path of its own; a proxy may hand the question on. */
export function isHelper({ build, image }: ComposeService): boolean {
  const name = bareImage(image?.text ?? '');
  return build === null && OTHERS.test(name) && !/nginx|caddy|traefik|proxy|envoy|httpd/i.test(name);
}
