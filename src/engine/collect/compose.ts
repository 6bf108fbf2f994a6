/** Facts of Compose files (compose-spec): services with what decides how they run. Values of secrets stay out. */
import type { Span } from '../span';
import { PUBLIC_SETTINGS } from './dockerfile';
import { defineExtractor } from './extractor';
import type { SourceFile } from './source-file';
import { YamlReader, type YamlEntry } from './yaml-nodes';

export interface ComposeText {
  text: string;
  span: Span;
}

export interface ComposePort {
  /** As written. */
  text: string;
  /** Address of the host it is bound to; null = all. */
  host: string | null;
  /** Port on the host; null = a random one. */
  published: string | null;
  /** Port in the container. */
  target: string;
  span: Span;
}

export interface ComposeService {
  name: string;
  /** The service's key. */
  span: Span;
  image: ComposeText | null;
  build: { context: string; dockerfile: string | null; target: string | null; span: Span } | null;
  command: ComposeText | null;
  entrypoint: ComposeText | null;
  ports: ComposePort[];
  /** Names; a value only for settings that are no secrets. */
  environment: { name: string; value: string | null; span: Span }[];
  envFiles: string[];
  /** Names of secrets that are mounted into it; absent = none. */
  secrets?: string[];
  restart: ComposeText | null;
  /** `test` as text; `disabled` when it is switched off. */
  healthcheck: (ComposeText & { disabled: boolean }) | null;
  /** Where a limit of memory, CPU or processes is set. */
  limits: Span | null;
  /** Host folders that are mounted (`./backend`). */
  binds: ComposeText[];
  /** Where in the container volumes and host folders are mounted. */
  mounts: string[];
  profiles: string[];
  /** `deploy.replicas` or `scale`; null = one. */
  replicas: number | null;
  networkMode: string | null;
  user: string | null;
  /** The rest comes from another service (`extends`). */
  extended?: true;
}

declare module '../facts' {
  interface FactParts {
    compose: ComposeFacts;
  }
}

export interface ComposeFacts {
  services: ComposeService[];
  /** The comment at its top says that it is for development. */
  forDevelopment?: true;
}

const NAME = /(^|\/)(?:[\w.-]*[-_.])?compose(?:[-_.][\w.-]*)?\.ya?ml$/i;
/** Workflows that deploy compose files carry the word in their names, too. */
const NOT_COMPOSE = /(^|\/)\.(?:github|gitlab|circleci)\//;

export const compose = defineExtractor({
  part: 'compose',
  version: 5,
  accepts: (path) => NAME.test(path) && !NOT_COMPOSE.test(path),
  extract(file): ComposeFacts | undefined {
    const document = file.yaml?.[0];
    if (!document) return undefined;
    const yaml = new YamlReader(document);
    const services = yaml.entries(yaml.get(yaml.root, 'services')).map((entry) => service(file, yaml, entry));
    if (services.length === 0) return undefined;
    return { services, ...(FOR_DEVELOPMENT.test(headingOf(file.text)) && { forDevelopment: true as const }) };
  },
});

/** "Intended for development purposes only", "for local development", "do not use in production". */
const FOR_DEVELOPMENT =
  /\b(?:for|in) (?:local |your )?(?:development|dev|testing)\b(?! and production)|\b(?:development|dev|local|testing)[ -]only\b|\bnot (?:\w+ ){0,3}(?:for|in) production\b/i;

/** The comments above the first key, on one line. */
function headingOf(text: string): string {
  return text.slice(0, Math.max(0, text.search(/^[^\s#-]/m))).replace(/[\s#-]+/g, ' ');
}

function service(file: SourceFile, yaml: YamlReader, entry: YamlEntry): ComposeService {
  const node = entry.value;
  const line = (key: string): ComposeText | null => {
    const found = yaml.entry(node, key);
    return found ? { text: yaml.texts(found.value).join(' '), span: lineSpan(file, found.at) } : null;
  };
  const build = yaml.entry(node, 'build');
  const secrets = secretsOf(yaml, yaml.get(node, 'secrets'));
  const health = yaml.entry(node, 'healthcheck');
  return {
    name: entry.key,
    span: file.span(entry.at, entry.at + entry.key.length),
    image: line('image'),
    build: build
      ? {
          context: yaml.text(build.value) ?? yaml.text(yaml.get(build.value, 'context')) ?? '.',
          dockerfile: yaml.text(yaml.get(build.value, 'dockerfile')) ?? null,
          target: yaml.text(yaml.get(build.value, 'target')) ?? null,
          span: lineSpan(file, build.at),
        }
      : null,
    command: line('command'),
    entrypoint: line('entrypoint'),
    ports: yaml.items(yaml.get(node, 'ports')).flatMap((item) => port(file, yaml, item)),
    environment: environment(file, yaml, yaml.get(node, 'environment')),
    envFiles: envFiles(yaml, yaml.get(node, 'env_file')),
    ...(secrets.length > 0 && { secrets }),
    restart: line('restart') ?? restartPolicy(file, yaml, node),
    healthcheck: health
      ? {
          text: yaml.texts(yaml.get(health.value, 'test')).join(' '),
          span: lineSpan(file, health.at),
          disabled:
            yaml.text(yaml.get(health.value, 'disable')) === 'true' ||
            yaml.texts(yaml.get(health.value, 'test'))[0] === 'NONE',
        }
      : null,
    limits: limits(file, yaml, node),
    binds: yaml.items(yaml.get(node, 'volumes')).flatMap((item) => bind(file, yaml, item)),
    mounts: yaml.items(yaml.get(node, 'volumes')).flatMap((item) => mountOf(yaml, item)),
    profiles: yaml.texts(yaml.get(node, 'profiles')),
    replicas: numberOf(yaml.text(yaml.get(node, 'deploy', 'replicas')) ?? yaml.text(yaml.get(node, 'scale'))),
    networkMode: yaml.text(yaml.get(node, 'network_mode')) ?? null,
    user: yaml.text(yaml.get(node, 'user')) ?? null,
    ...(yaml.entry(node, 'extends') && { extended: true as const }),
  };
}

function lineSpan(file: SourceFile, offset: number): Span {
  return file.lines.lineSpan(file.lines.position(offset).line);
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

/** Short form `[HOST:][PUBLISHED:]TARGET[/PROTOCOL]` and the long form. */
function port(file: SourceFile, yaml: YamlReader, item: unknown): ComposePort[] {
  const span = lineSpan(file, yaml.start(item));
  if (yaml.isMap(item)) {
    const target = yaml.text(yaml.get(item, 'target'));
    if (target === undefined) return [];
    const host = yaml.text(yaml.get(item, 'host_ip')) ?? null;
    return [{ text: target, host, published: yaml.text(yaml.get(item, 'published')) ?? null, target, span }];
  }
  const text = yaml.text(item) ?? '';
  const match = /^(?:(\[[^\]]+\]|[^:[\]]*[^:\d[\]$][^:]*|\d+\.\d+\.\d+\.\d+):)?(?:([^:]*):)?([^:/]+)(?:\/\w+)?$/.exec(
    text.replace(/\$\{(\w+):?[-?]([^}]*)\}/g, (_, name: string, value: string) => value || `$${name}`),
  );
  if (!match) return [];
  return [{ text, host: match[1] ?? null, published: match[2] ?? null, target: match[3] ?? '', span }];
}

function environment(file: SourceFile, yaml: YamlReader, node: unknown): ComposeService['environment'] {
  const pairs = yaml.isMap(node)
    ? yaml.entries(node).map(({ key, at, value }) => ({ name: key, value: yaml.text(value), at }))
    : yaml.items(node).map((item) => {
        const [name = '', value] = (yaml.text(item) ?? '').split(/=(.*)/s);
        return { name, value, at: yaml.start(item) };
      });
  return pairs.map(({ name, value, at }) => ({
    name,
    value: value !== undefined && PUBLIC_SETTINGS.test(name) ? value : null,
    span: lineSpan(file, at),
  }));
}

function envFiles(yaml: YamlReader, node: unknown): string[] {
  return [...yaml.texts(node), ...yaml.items(node).flatMap((item) => yaml.text(yaml.get(item, 'path')) ?? [])];
}

/** A name, or a mapping that says under which one the secret is mounted. */
function secretsOf(yaml: YamlReader, node: unknown): string[] {
  return yaml
    .items(node)
    .flatMap(
      (item) => yaml.text(item) ?? yaml.text(yaml.get(item, 'target')) ?? yaml.text(yaml.get(item, 'source')) ?? [],
    );
}

function restartPolicy(file: SourceFile, yaml: YamlReader, node: unknown): ComposeText | null {
  const policy = yaml.entry(yaml.get(node, 'deploy'), 'restart_policy');
  if (!policy) return null;
  return { text: yaml.text(yaml.get(policy.value, 'condition')) ?? 'any', span: lineSpan(file, policy.at) };
}

function limits(file: SourceFile, yaml: YamlReader, node: unknown): Span | null {
  const deploy = yaml.entry(yaml.get(node, 'deploy', 'resources'), 'limits');
  const own = yaml.entries(node).find(({ key }) => ['mem_limit', 'cpus', 'cpu_quota', 'pids_limit'].includes(key));
  const found = deploy && yaml.entries(deploy.value).length > 0 ? deploy : own;
  return found ? lineSpan(file, found.at) : null;
}

function mountOf(yaml: YamlReader, item: unknown): string[] {
  const target = yaml.text(yaml.get(item, 'target')) ?? /:(\/[^:]*)/.exec(yaml.text(item) ?? '')?.[1];
  return target === undefined ? [] : [target];
}

function bind(file: SourceFile, yaml: YamlReader, item: unknown): ComposeText[] {
  const span = lineSpan(file, yaml.start(item));
  if (yaml.isMap(item)) {
    const source = yaml.text(yaml.get(item, 'source'));
    return yaml.text(yaml.get(item, 'type')) === 'bind' && source ? [{ text: source, span }] : [];
  }
  const source = (yaml.text(item) ?? '').split(':')[0] ?? '';
  return /^[./~$]/.test(source) && (yaml.text(item) ?? '').includes(':') ? [{ text: source, span }] : [];
}
