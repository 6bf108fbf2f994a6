/**
 * Facts of deployment manifests besides Compose: Kubernetes objects, Helm templates and values, and the platforms' own files. Templates are
 * no YAML before they are rendered, so all of these are read by line rules: a key, its indentation, its value.
 */
import type { Span } from '../span';
import { clusterObjects, type ClusterObject } from './cluster-objects';
import { defineExtractor } from './extractor';
import type { SourceFile } from './source-file';

export interface DeploymentText {
  text: string;
  span: Span;
}

declare module '../facts' {
  interface FactParts {
    /** Kubernetes objects, Helm values, platforms' files. */
    deployment: DeploymentFacts;
  }
}

export interface DeploymentFacts {
  format: 'kubernetes' | 'helm-values' | 'platform';
  /** `Deployment`, `CronJob` … with the line of each object; empty for values and platforms. */
  kinds: DeploymentText[];
  /** Images with their tags, where both are literal. */
  images: DeploymentText[];
  /** Health paths that a platform or the cluster asks. */
  probes: {
    kind: 'liveness' | 'readiness' | 'startup' | 'platform';
    path: string | null;
    port: string | null;
    span: Span;
  }[];
  /** Start commands. */
  starts: DeploymentText[];
  /** Settings with their values where they are no secrets. */
  environment: { name: string; value: string | null; span: Span }[];
  /** Places that set a security context, limits, a disruption budget. */
  hardening: { kind: 'nonroot' | 'readonly' | 'drop' | 'limits'; span: Span }[];
  /** Kubernetes: what each object is and what its containers are given. */
  objects: ClusterObject[];
  /** Helm values: how many copies run, with the keys above (`api`). */
  replicas: { of: string; count: number; span: Span }[];
  /** A template that is filled in from values. */
  templated?: true;
}

const PLATFORM =
  /(^|\/)(?:railway[\w.-]*\.(?:json|toml)|render\.ya?ml|fly[\w.-]*\.toml|app\.ya?ml|vercel\.json|heroku\.yml|app\.json|Procfile[\w.]*|nixpacks\.toml|zeabur\.json|koyeb\.ya?ml)$/;
const VALUES = /(^|\/)values[\w.-]*\.ya?ml$/;

export const deployment = defineExtractor({
  part: 'deployment',
  version: 4,
  accepts: (path) => PLATFORM.test(path) || /\.(?:ya?ml|tpl)$/.test(path),
  prefilter: (text, path) =>
    PLATFORM.test(path) || VALUES.test(path) || (/^apiVersion:/m.test(text) && /^kind:/m.test(text)),
  extract(file): DeploymentFacts | undefined {
    if (PLATFORM.test(file.path)) return platform(file);
    const kubernetes = /^apiVersion:/m.test(file.text) && /^kind:/m.test(file.text);
    if (!kubernetes && !VALUES.test(file.path)) return undefined;
    return kubernetes ? objects(file) : values(file);
  },
});

function empty(format: DeploymentFacts['format']): DeploymentFacts {
  return {
    format,
    kinds: [],
    images: [],
    probes: [],
    starts: [],
    environment: [],
    hardening: [],
    objects: [],
    replicas: [],
  };
}

interface KeyLine {
  line: number;
  indent: number;
  key: string;
  value: string;
}

/** Lines of the form `key: value`, list dashes counted as indentation; comments and templates' control lines left out. */
function keyLines(file: SourceFile): KeyLine[] {
  const out: KeyLine[] = [];
  for (let line = 1; line <= file.lines.count; line++) {
    const match = /^(\s*(?:-\s+)*)(["']?)([\w./-]+)\2:(?:\s+(.*))?$/.exec(file.lines.line(line));
    if (!match) continue;
    const value = (match[4] ?? '').replace(/\s+#.*$/, '').trim();
    out.push({
      line,
      indent: match[1]?.length ?? 0,
      key: match[3] ?? '',
      value: value.replace(/^(["'])(.*)\1$/, '$2'),
    });
  }
  return out;
}

function objects(file: SourceFile): DeploymentFacts {
  const facts = empty('kubernetes');
  facts.objects = clusterObjects(file);
  if (file.text.includes('{{')) facts.templated = true;
  const lines = keyLines(file);
  lines.forEach((at, index) => {
    const span = file.lines.lineSpan(at.line);
    if (at.key === 'kind' && at.indent === 0) facts.kinds.push({ text: at.value, span });
    if (at.key === 'image' && at.value !== '' && !at.value.includes('{{')) facts.images.push({ text: at.value, span });
    const probe = /^(liveness|readiness|startup)Probe$/.exec(at.key)?.[1];
    if (probe) {
      const inside = block(lines, index);
      facts.probes.push({
        kind: probe as 'liveness' | 'readiness' | 'startup',
        path: inside.find((line) => line.key === 'path')?.value ?? null,
        port: inside.find((line) => line.key === 'port')?.value ?? null,
        span,
      });
    }
    harden(facts, at, span);
    if (at.key === 'name' && /^[A-Z][A-Z0-9_]+$/.test(at.value)) {
      const next = lines[index + 1];
      const value = next?.key === 'value' && !next.value.includes('{{') ? next.value : null;
      facts.environment.push({ name: at.value, value: publicValue(at.value, value), span });
    }
  });
  return facts;
}

function harden(facts: DeploymentFacts, { key, value }: KeyLine, span: Span): void {
  if (key === 'runAsNonRoot' && value === 'true') facts.hardening.push({ kind: 'nonroot', span });
  if (key === 'readOnlyRootFilesystem' && value === 'true') facts.hardening.push({ kind: 'readonly', span });
  if (key === 'limits') facts.hardening.push({ kind: 'limits', span });
  if (key === 'drop') facts.hardening.push({ kind: 'drop', span });
}

/** Key lines below the one at an index. */
function block(lines: readonly KeyLine[], index: number): KeyLine[] {
  const head = lines[index];
  const out: KeyLine[] = [];
  for (let i = index + 1; head && i < lines.length; i++) {
    const line = lines[i];
    if (!line || line.indent <= head.indent) break;
    out.push(line);
  }
  return out;
}

function values(file: SourceFile): DeploymentFacts {
  const facts = empty('helm-values');
  const lines = keyLines(file);
  lines.forEach((at, index) => {
    const span = file.lines.lineSpan(at.line);
    if (at.key === 'image' && at.value === '') {
      const inside = block(lines, index);
      const repository = inside.find((line) => line.key === 'repository')?.value;
      const tag = inside.find((line) => line.key === 'tag');
      if (repository && tag)
        facts.images.push({ text: `${repository}:${tag.value || '(empty)'}`, span: file.lines.lineSpan(tag.line) });
    } else if (at.key === 'image' && /^[\w./-]+(?::[\w.-]+)?$/.test(at.value))
      facts.images.push({ text: at.value, span });
    harden(facts, at, span);
    if (/^(?:replicas|replicaCount|minReplicas)$/.test(at.key) && /^\d+$/.test(at.value))
      facts.replicas.push({ of: above(lines, index), count: Number(at.value), span });
    if (at.key === 'name' && /^[A-Z][A-Z0-9_]+$/.test(at.value) && /^value/.test(lines[index + 1]?.key ?? ''))
      facts.environment.push({ name: at.value, value: publicValue(at.value, lines[index + 1]?.value ?? null), span });
    if (/^[A-Z][A-Z0-9_]+$/.test(at.key))
      facts.environment.push({ name: at.key, value: publicValue(at.key, at.value), span });
  });
  return facts;
}

/** Keys that a line stands below, outermost first, joined with dots. */
function above(lines: readonly KeyLine[], index: number): string {
  const keys: string[] = [];
  let indent = lines[index]?.indent ?? 0;
  for (let i = index - 1; i >= 0 && indent > 0; i--) {
    const line = lines[i];
    if (!line || line.indent >= indent) continue;
    keys.unshift(line.key);
    indent = line.indent;
  }
  return keys.join('.');
}

/** Names that other programs' settings have as well, and what App Engine, DigitalOcean and Heroku write into theirs. */
const OTHERS = /(?:^|\/)app\.(?:ya?ml|json)$/;
const OWN_KEYS =
  /^(?:runtime|entrypoint|services|workers):|"(?:buildpacks|formation|addons|healthcheckPath|startCommand)"/m;

function publicValue(name: string, value: string | null): string | null {
  return value !== null && /(?:DEBUG|ENV|ENVIRONMENT|RELOAD|AUTO_MIGRATE)$/.test(name) ? value : null;
}

/** Health path and start command of Railway, Render, Fly, Heroku, App Engine: one line each in every format. */
function platform(file: SourceFile): DeploymentFacts | undefined {
  if (OTHERS.test(file.path) && !OWN_KEYS.test(file.text)) return undefined;
  const facts = empty('platform');
  for (let line = 1; line <= file.lines.count; line++) {
    const text = file.lines.line(line);
    const span = file.lines.lineSpan(line);
    const health =
      /["']?(?:healthcheckPath|healthCheckPath|health_check_path|path)["']?\s*[:=]\s*["']?(\/[\w/.-]*)/.exec(text);
    if (health?.[1] && (!/^\s*["']?path/.test(text) || isFlyCheck(file, line)))
      facts.probes.push({ kind: 'platform', path: health[1], port: null, span });
    const start = /["']?(?:startCommand|start_command|entrypoint|cmd)["']?\s*[:=]\s*(.+?),?\s*$/.exec(text);
    if (start?.[1]) facts.starts.push({ text: start[1].replace(/^(["'])(.*)\1$/, '$2'), span });
    const proc = file.name.startsWith('Procfile') ? /^web:\s*(.+)$/.exec(text) : null;
    if (proc?.[1]) facts.starts.push({ text: proc[1], span });
  }
  return facts;
}

function isFlyCheck(file: SourceFile, line: number): boolean {
  for (let at = line; at > 0; at--) {
    const header = /^\s*\[\[?([\w.]+)\]\]?/.exec(file.lines.line(at));
    if (header) return /check/.test(header[1] ?? '');
  }
  return false;
}
