/**
 * Deployment settings that decide HTTP hardening, as facts: values of CORS, host, limit and size variables in compose files, Kubernetes
 * manifests, Helm values, platform files and dotenv files, and the directives and annotations of proxies that do the same work. Names are
 * filtered here, so that no secret's value is ever kept.
 */
import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { defineExtractor } from '../collect/extractor';
import type { SourceFile } from '../collect/source-file';
import type { Span } from '../span';

export interface HttpSetting {
  /** Variable (`CORS_ORIGINS`), dotted key of a values file (`cors.origins`), directive (`limit_req`), annotation or header name. */
  name: string;
  /** Literal value; `${X:-y}` gives `y`; null = decided elsewhere. Lists are joined with commas. */
  value: string | null;
  /** `mount`: a configuration file that a container is given; `value` is its path as written. */
  kind: 'variable' | 'directive' | 'header' | 'mount';
  /** Beginning of the key to end of the value. */
  span: Span;
  /** Path of the `location` that a limit of nginx stands in; absent outside of one, and where it is a pattern. */
  location?: string;
}

declare module '../facts' {
  interface FactParts {
    /** Deployment settings that decide HTTP hardening. */
    httpSettings: HttpSettings;
  }
}

export interface HttpSettings {
  /** What the file stands for, by its name: `example` and `development` settings never reach production. */
  stage: 'production' | 'development' | 'example';
  settings: HttpSetting[];
}

const NAMES =
  /cors|origin|allowed_?hosts?|trusted_?hosts?|rate_?limit|limit-(?:rps|rpm|connections)|max_?(?:body|upload|request)|proxy-read-timeout|body_?(?:limit|size)|x-frame-options|x-content-type-options|referrer-policy|content-security-policy|strict-transport-security|access-control-allow/i;
const DIRECTIVES =
  /^\s*(limit_req(?:_zone)?|client_max_body_size|add_header|more_set_headers|server_name|(?:proxy|fastcgi|uwsgi)_(?:pass|read_timeout)|request_body|header|rate_limit)\s+([^;\n{]*)/gm;

export const httpSettings = defineExtractor({
  part: 'httpSettings',
  version: 5,
  notOf: ['vendored'],
  accepts: (path) =>
    isYaml(path) ||
    isDotenv(path) ||
    isNextConfig(path) ||
    isDockerfile(path) ||
    isProxy(path) ||
    /(?:^|\/)fly[\w.-]*\.toml$/.test(path) ||
    /(?:^|\/)(?:vercel|firebase|staticwebapp\.config|app)\.json$/.test(path),
  prefilter: (text, path) => isNamed(text) || TLS_WORDS.test(text) || isCaddyfile(path),
  extract(file): HttpSettings | undefined {
    const settings = [...(isNamed(file.text) ? settingsOf(file) : []), ...encryption(file)];
    return settings.length === 0 ? undefined : { stage: stageOf(file.path), settings };
  },
});

function isNamed(text: string): boolean {
  return (
    NAMES.test(text) ||
    /limit_req|client_max_body_size|add_header|(?:proxy|fastcgi|uwsgi)_pass\s|ratelimit|nginx[\w./-]*\.conf|\.conf:\/|:\/(?:usr\/local\/)?etc\/(?:nginx|haproxy|traefik|envoy|caddy)|Caddyfile|haproxy[\w./-]*\.cfg|(?:COPY|ADD)\s.*(?:envoy|traefik)/i.test(
      text,
    )
  );
}

const TLS_WORDS = /\b443\b|ssl-redirect|ssl_certificate|certresolver|force_https|^\s*tls:|\.tls[.=:]|secure:\s*always/m;
/**
 * Where TLS ends, or plain requests are sent on to it: nginx (`listen … 443 ssl`), ingresses (`tls:` with entries, `ssl-redirect`), Traefik's
 * routers, Fly (`force_https`), App Engine (`secure: always`).
 */
const TLS =
  /^[ \t]*(?:-[ \t]*)?["']?(?:listen\s+[^;\n#]*\b443\b[^;\n#]*ssl|ssl_certificate\s|[\w./-]*ssl-redirect["']?\s*:\s*["']?true|traefik\.[\w.-]*\.tls(?:\.[\w.]+)?["']?\s*[=:]\s*(?!["']?false)|force_https\s*=\s*true|secure:\s*always|tls:[ \t]*\n(?:[ \t]*#.*\n)*[ \t]*-\s)/gm;
/** Caddy serves every site that is named by a domain over HTTPS (caddyserver.com, "Automatic HTTPS"). */
const CADDY_SITE = /^(?:https:\/\/)?(?:[\w*-]+\.)+[a-z]{2,}\b.*\{[ \t]*$/gm;

function isCaddyfile(path: string): boolean {
  return /(?:^|\/)Caddyfile[^/]*$/.test(path);
}

function encryption(file: SourceFile): HttpSetting[] {
  if (isDotenv(file.path) || isDockerfile(file.path) || isNextConfig(file.path)) return [];
  return [...file.text.matchAll(isCaddyfile(file.path) ? CADDY_SITE : TLS)].map((match) => {
    const written = match[0].split('\n')[0] ?? '';
    return setting(file, 'tls', null, 'directive', match.index + match[0].search(/\S/), written.trim().length);
  });
}

function settingsOf(file: SourceFile): HttpSetting[] {
  if (isDotenv(file.path)) return dotenv(file);
  if (isDockerfile(file.path)) return copies(file);
  if (isNextConfig(file.path)) return headerNames(file);
  if (isProxy(file.path)) return directives(file);
  return isYaml(file.path) ? yaml(file) : headers(file);
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path) && !/(?:^|\/)\.github\/|(?:^|\/)(?:pnpm-lock|openapi|swagger|mkdocs)[^/]*$/.test(path);
}

function isDotenv(path: string): boolean {
  return /(?:^|\/)\.?env(?:\.[\w.-]+)?$|\.env$/.test(path);
}

function isProxy(path: string): boolean {
  return /(?:^|\/)(?:nginx[^/]*|[^/]*\.nginx|Caddyfile|_headers|[^/]*\.conf(?:\.template)?|[^/]*\.conf\.j2)$/.test(
    path,
  );
}

/** What a file's name says about where it is used. */
export function stageOf(path: string): HttpSettings['stage'] {
  if (/example|sample|template(?!s\/)|\.dist$|(?:^|\/)examples?\//i.test(path)) return 'example';
  return /(?:^|[/._-])(?:dev|development|local|test|testing|tests|e2e|ci)(?:[/._-]|$)/i.test(path)
    ? 'development'
    : 'production';
}

/** `${X:-value}` → value; any other reference is decided elsewhere. */
export function literalValue(text: string): string | null {
  const value = text.trim().replace(/^(['"])(.*)\1$/, '$2');
  const fallback = /^\$\{\w+:?-(.*)\}$/.exec(value)?.[1];
  if (fallback !== undefined) return fallback;
  return /\$\{|\$\w|\{\{|\$\(/.test(value) ? null : value;
}

/** Next's configuration and its middleware, which set headers for every page (nextjs.org, "headers" and "Middleware"). */
function isNextConfig(path: string): boolean {
  return /(?:^|\/)(?:next\.config\.[cm]?[jt]s|(?:src\/)?(?:middleware|proxy)\.[jt]s)$/.test(path);
}

function headerNames(file: SourceFile): HttpSetting[] {
  return [
    ...file.text.matchAll(
      /['"](x-frame-options|x-content-type-options|referrer-policy|content-security-policy|strict-transport-security)['"]/gi,
    ),
  ].map((match) => setting(file, match[1] ?? '', null, 'header', match.index, match[0].length));
}

function isDockerfile(path: string): boolean {
  return /(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.dockerfile$/i.test(path);
}

function copies(file: SourceFile): HttpSetting[] {
  return [
    ...file.text.matchAll(
      /^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*(\S*(?:\.conf|\.cfg|Caddyfile|(?:envoy|traefik)[\w.-]*\.(?:ya?ml|toml))\S*)\s/gim,
    ),
  ].map((match) => setting(file, 'mount', match[1] ?? '', 'mount', match.index, match[0].length));
}

function dotenv(file: SourceFile): HttpSetting[] {
  return [...file.text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/gm)]
    .filter(([, name = '']) => NAMES.test(name))
    .map((match) =>
      setting(
        file,
        match[1] ?? '',
        literalValue((match[2] ?? '').replace(/\s+#.*$/, '')),
        'variable',
        match.index,
        match[0].length,
      ),
    );
}

function directives(file: SourceFile): HttpSetting[] {
  const found = [...file.text.matchAll(DIRECTIVES)].map((match) => {
    const at = match.index + match[0].search(/\S/);
    const one = setting(file, match[1] ?? '', (match[2] ?? '').trim(), 'directive', at, match[0].trim().length);
    const location = one.name === 'limit_req' ? locationAround(file.text, at) : undefined;
    return location === undefined ? one : { ...one, location };
  });
  if (!file.path.endsWith('_headers')) return found;
  return [...file.text.matchAll(/^\s+([A-Za-z-]+):\s*(.*)$/gm)]
    .filter(([, name = '']) => NAMES.test(name))
    .map((match) =>
      setting(
        file,
        match[1] ?? '',
        (match[2] ?? '').trim(),
        'header',
        match.index + match[0].search(/\S/),
        match[0].trim().length,
      ),
    );
}

/** Characters before a limit in which its `location` opens. */
const REACH = 8000;

/** Path of the nearest `location /path {` that is open at an offset. */
function locationAround(text: string, offset: number): string | undefined {
  let open = text.slice(Math.max(0, offset - REACH), offset);
  // Blocks that were closed before, from the innermost outwards.
  for (let last = ''; last !== open;) {
    last = open;
    open = open.replace(/\{[^{}]*\}/g, '');
  }
  const path = [...open.matchAll(/\blocation\s+(?:(?:=|\^~)\s*)?([^\s{]+)[^{}\n]*\{/g)].at(-1)?.[1];
  return path?.startsWith('/') ? path : undefined;
}

/** Header rules of hosting platforms: `{ "key": "X-Frame-Options", "value": "DENY" }`. */
function headers(file: SourceFile): HttpSetting[] {
  return [...file.text.matchAll(/"key"\s*:\s*"([A-Za-z-]+)"\s*,\s*"value"\s*:\s*"([^"]*)"/g)]
    .filter(([, name = '']) => NAMES.test(name))
    .map((match) => setting(file, match[1] ?? '', match[2] ?? '', 'header', match.index, match[0].length));
}

function yaml(file: SourceFile): HttpSetting[] {
  const out: HttpSetting[] = [];
  for (const document of file.yaml ?? []) visit(document.contents as ParsedNode | null, [], file, out);
  return out;
}

function visit(node: ParsedNode | null, path: string[], file: SourceFile, out: HttpSetting[]): void {
  if (isMap(node)) {
    const named = environmentEntry(node, file);
    if (named) out.push(named);
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      pair(name, [...path, name], key.range, value as ParsedNode | null, file, out);
    }
  } else if (isSeq(node)) {
    for (const item of node.items as ParsedNode[]) {
      if (isScalar(item)) assignment(item, file, out);
      else visit(item, path, file, out);
    }
  } else if (isScalar(node) && typeof node.value === 'string' && node.value.includes('\n')) block(node, file, out);
}

function pair(
  name: string,
  path: string[],
  range: [number, number, number] | null | undefined,
  value: ParsedNode | null,
  file: SourceFile,
  out: HttpSetting[],
): void {
  const start = range?.[0] ?? 0;
  const dotted = path.slice(-2).join('.');
  const isVariable =
    NAMES.test(name) || (NAMES.test(dotted) && /^(?:origins?|hosts?|allowed\w*|enabled|limit|max\w*)$/i.test(name));
  if (!isVariable || isMap(value)) return visit(value, path, file, out);
  const text = textOf(value);
  const end = value?.range?.[1] ?? start + name.length;
  const kind = /^[a-z.]+\/|^traefik\./.test(name) ? 'directive' : 'variable';
  out.push(setting(file, /^[a-z]+$/i.test(name) ? dotted : name, text, kind, start, end - start));
}

/** Kubernetes' `- name: X, value: Y`. */
function environmentEntry(node: ParsedNode, file: SourceFile): HttpSetting | undefined {
  if (!isMap(node)) return undefined;
  const name = node.get('name');
  const value = node.get('value', true) as ParsedNode | undefined;
  if (typeof name !== 'string' || !NAMES.test(name) || !/^[A-Z][A-Z0-9_]*$/.test(name)) return undefined;
  const [start, , end] = node.range ?? [0, 0, 0];
  return setting(file, name, value ? textOf(value) : null, 'variable', start, Math.max(end - start, 1));
}

/** A configuration file of a proxy, or the folder of its files, and where it comes to stand in a container. */
const MOUNTED =
  /^([^:=]*(?:\.conf|\.cfg|Caddyfile|(?:envoy|traefik|dynamic)[\w.-]*\.(?:ya?ml|toml))[^:=]*|\.{0,2}\/[^:=]*(?=:\/(?:usr\/local\/)?etc\/(?:nginx|haproxy|traefik|envoy|caddy))):\//;

/** Compose's `- X=Y`, and labels of Traefik. */
function assignment(node: ParsedNode, file: SourceFile, out: HttpSetting[]): void {
  if (!isScalar(node) || typeof node.value !== 'string') return;
  const mounted = MOUNTED.exec(node.value)?.[1];
  if (mounted !== undefined) {
    const [start, end] = node.range ?? [0, 0];
    out.push(setting(file, 'mount', mounted, 'mount', start, end - start));
  }
  const match = /^([\w.-]+)=(.*)$/s.exec(node.value);
  if (!match || !(NAMES.test(match[1] ?? '') || /ratelimit/i.test(match[1] ?? ''))) return;
  const [start, end] = node.range ?? [0, 0];
  const kind = match[1]?.includes('.') ? 'directive' : 'variable';
  out.push(setting(file, match[1] ?? '', literalValue(match[2] ?? ''), kind, start, end - start));
}

/** A configuration file inside a ConfigMap. */
function block(node: ParsedNode, file: SourceFile, out: HttpSetting[]): void {
  const [start, end] = node.range ?? [0, 0];
  const text = file.text.slice(start, end);
  for (const match of text.matchAll(DIRECTIVES)) {
    out.push(
      setting(
        file,
        match[1] ?? '',
        (match[2] ?? '').trim(),
        'directive',
        start + match.index + match[0].search(/\S/),
        match[0].trim().length,
      ),
    );
  }
}

function textOf(node: ParsedNode | null): string | null {
  if (isScalar(node)) return node.value === null || node.value === undefined ? '' : literalValue(String(node.value));
  if (!isSeq(node)) return null;
  const items = (node.items as ParsedNode[]).map(textOf);
  return items.every((item) => item !== null) ? items.join(',') : null;
}

function setting(
  file: SourceFile,
  name: string,
  value: string | null,
  kind: HttpSetting['kind'],
  start: number,
  length: number,
): HttpSetting {
  return { name, value, kind, span: file.span(start, start + length) };
}
