/**
 * Limits that HAProxy, Traefik, Envoy and Caddy set on requests, as facts: the size of a body, and how long an answer may take. A middleware of
 * Traefik does nothing until a router or entry point names it, so what names what is kept as well.
 *
 * Sources: docs.haproxy.org "timeout server", "req.body_size"; doc.traefik.io "Buffering", "EntryPoints: respondingTimeouts",
 * "ServersTransport: forwardingTimeouts"; envoyproxy.io "Buffer" and "config.route.v3.RouteAction" (15 s unless told otherwise);
 * caddyserver.com "request_body", "reverse_proxy: transport http", "Global options: timeouts".
 */
import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { defineExtractor } from '../collect/extractor';
import type { SourceFile } from '../collect/source-file';
import type { Span } from '../span';
import { defineWords, holdsAny } from '../text/words';

export interface ProxyLimit {
  proxy: 'HAProxy' | 'Traefik' | 'Envoy' | 'Caddy';
  of: 'size' | 'time';
  /** Bytes or seconds; 0 = none. */
  value: number;
  /** Traefik's middleware that holds it, in lower case; null = it holds for whatever goes through. */
  middleware: string | null;
  span: Span;
}

declare module '../facts' {
  interface FactParts {
    /** Limits that HAProxy, Traefik, Envoy and Caddy set on requests. */
    proxyLimits: ProxyLimits;
  }
}

export interface ProxyLimits {
  limits: ProxyLimit[];
  /** Traefik's middlewares that routers and entry points name, in lower case. */
  used: string[];
  /** `chain`: [the chain, a middleware that it names]. */
  chains: [string, string][];
}

const WORDS = defineWords([
  'maxrequestbodybytes',
  'maxRequestBodyBytes',
  'router.middlewares',
  '.middlewares',
  'middlewares:',
  'middlewares =',
  'respondingTimeouts',
  'forwardingTimeouts',
  'max_request_bytes',
  'virtual_hosts',
  'timeout server',
  'request_body',
  'response_header_timeout',
  'read_timeout',
  'body_size',
  'content-length',
]);

export const proxyLimits = defineExtractor({
  part: 'proxyLimits',
  version: 1,
  notOf: ['vendored'],
  accepts: (path) =>
    (isYaml(path) && !/(?:^|\/)\.github\//.test(path)) || isHaproxy(path) || isCaddy(path) || isTraefikToml(path),
  prefilter: (text) => holdsAny(text, WORDS),
  extract(file): ProxyLimits | undefined {
    const found: ProxyLimits = { limits: [], used: [], chains: [] };
    if (isHaproxy(file.path)) haproxy(file, found);
    else if (isCaddy(file.path)) caddy(file, found);
    else if (isTraefikToml(file.path)) toml(file, found);
    else for (const document of file.yaml ?? []) visit(document.contents as ParsedNode | null, [], { file, found });
    return found.limits.length + found.used.length + found.chains.length === 0 ? undefined : found;
  },
});

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

function isHaproxy(path: string): boolean {
  return /(?:^|\/)(?:[\w.-]*haproxy[\w.-]*|haproxy\/(?:[^/]+\/)*[^/]+)\.(?:cfg|conf)(?:\.\w+)?$/i.test(path);
}

function isCaddy(path: string): boolean {
  return /(?:^|\/)Caddyfile[^/]*$|\.caddy$/i.test(path);
}

function isTraefikToml(path: string): boolean {
  return /traefik[^/]*(?:\/[^/]+)*\.toml$/i.test(path);
}

// Text -----------------------------------------------------------------------------------------------------------------------------------

function haproxy(file: SourceFile, { limits }: ProxyLimits): void {
  const text = withoutComments(file.text);
  for (const match of text.matchAll(/^[ \t]*timeout[ \t]+server[ \t]+(\d+)(us|ms|s|m|h|d)?[ \t]*$/gm))
    limits.push(limit(file, 'HAProxy', 'time', seconds(match[1], match[2] ?? 'ms'), match));
  // `http-request deny deny_status 413 if { req.body_size gt 10485760 }`, the condition in place or behind a name.
  const refuses = /^[ \t]*http-request[ \t]+(?:deny|reject|silent-drop|return[ \t]+status[ \t]+413)\b.*$/gm;
  for (const match of text.matchAll(refuses)) {
    const names = [...match[0].matchAll(/[\w-]+/g)].map(([name]) => name);
    const acl = [...text.matchAll(/^[ \t]*acl[ \t]+([\w-]+)[ \t]+(.*)$/gm)].find(([, name = '']) =>
      names.includes(name),
    );
    const most = /(?:body_size|body_len|content-length\)?)[^}\n]*?\b(?:gt|ge)[ \t]+(\d+)/i;
    const bytes = most.exec(match[0])?.[1] ?? most.exec(acl?.[2] ?? '')?.[1];
    if (bytes !== undefined) limits.push(limit(file, 'HAProxy', 'size', Number(bytes), match));
  }
}

function caddy(file: SourceFile, { limits }: ProxyLimits): void {
  const text = withoutComments(file.text);
  for (const match of text.matchAll(/\brequest_body\b[^{}]*\{[^{}]*?\bmax_size[ \t]+(\d+)[ \t]*([kmgt]?i?b)?/gi))
    limits.push(limit(file, 'Caddy', 'size', Number(match[1]) * unit(match[2]), match));
  for (const match of text.matchAll(/^[ \t]*(?:response_header_timeout|read_timeout)[ \t]+(\d+)(ms|s|m|h|d)\b/gm))
    limits.push(limit(file, 'Caddy', 'time', seconds(match[1], match[2]), match));
  for (const match of text.matchAll(/\btimeouts[ \t]*\{[^{}]*?\bwrite[ \t]+(\d+)(ms|s|m|h|d)\b/g))
    limits.push(limit(file, 'Caddy', 'time', seconds(match[1], match[2]), match));
}

function toml(file: SourceFile, found: ProxyLimits): void {
  const text = withoutComments(file.text);
  const sections = [...text.matchAll(/^[ \t]*\[+([\w."@-]+)\]+/gm)];
  const sectionAt = (at: number): string => sections.filter(({ index }) => index <= at).at(-1)?.[1] ?? '';
  for (const match of text.matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*(.+)$/gm)) {
    const path = `${sectionAt(match.index)}.${match[1] ?? ''}`.split('.');
    for (const value of (match[2] ?? '').replace(/[[\]"' ]/g, '').split(','))
      traefik(path, value, file, match.index, match[0].length, found);
  }
}

function withoutComments(text: string): string {
  return text.replace(/(^|\s)#[^\n]*/g, (all, before: string) => before + ' '.repeat(all.length - before.length));
}

function limit(
  file: SourceFile,
  proxy: ProxyLimit['proxy'],
  of: ProxyLimit['of'],
  value: number,
  match: { index: number; 0: string },
  middleware: string | null = null,
): ProxyLimit {
  const start = match.index + match[0].search(/\S/);
  return { proxy, of, value, middleware, span: file.span(start, match.index + match[0].length) };
}

function seconds(number: string | undefined, name: string | undefined): number {
  const factor = { us: 1e-6, ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[name ?? 's'] ?? 1;
  return Number(number ?? '0') * factor;
}

/** Caddy's units: `MB` is a million, `MiB` a power of two (github.com/dustin/go-humanize). */
function unit(name: string | undefined): number {
  const match = /^([kmgt]?)(i?)b$/i.exec(name ?? 'b');
  return (match?.[2] ? 1024 : 1000) ** ' kmgt'.indexOf((match?.[1] ?? '').toLowerCase() || ' ');
}

/** `30s`, `1m30s`, `500ms`; bare numbers are seconds (doc.traefik.io, protobuf durations). */
function duration(text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return [...text.matchAll(/(\d+)(us|ms|s|m|h|d)/g)].reduce((sum, part) => sum + seconds(part[1], part[2]), 0);
}

// YAML -----------------------------------------------------------------------------------------------------------------------------------

interface Visit {
  file: SourceFile;
  found: ProxyLimits;
  /** `metadata.name` of a Kubernetes object of Traefik's. */
  object?: string;
}

function visit(node: ParsedNode | null, path: string[], at: Visit): void {
  if (isMap(node)) {
    const kind: unknown = node.get('kind');
    const named: unknown = kind === 'Middleware' ? node.getIn(['metadata', 'name']) : undefined;
    const inner = typeof named === 'string' ? { ...at, object: named } : at;
    if (path.at(-1) === 'route' && node.has('cluster')) envoyRoute(node, at);
    for (const { key, value } of node.items)
      if (isScalar(key)) visit(value as ParsedNode | null, [...path, String(key.value)], inner);
  } else if (isSeq(node)) for (const item of node.items as ParsedNode[]) visit(item, path, at);
  else if (isScalar(node)) scalar(node, path, at);
}

/** Envoy gives up after 15 s unless the route says otherwise; `0s` means never. */
function envoyRoute(node: ParsedNode, { file, found }: Visit): void {
  if (!isMap(node) || !/static_resources|virtual_hosts/.test(file.text)) return;
  const written = node.get('timeout');
  const [start = 0] = node.range ?? [];
  const value = written === undefined ? 15 : duration(String(written));
  found.limits.push({ proxy: 'Envoy', of: 'time', value, middleware: null, span: file.span(start, start + 1) });
}

function scalar(node: ParsedNode, path: string[], { file, found, object }: Visit): void {
  if (!isScalar(node) || node.value === null) return;
  const [start = 0, end = 0] = node.range ?? [];
  const text = String(node.value);
  if (path.at(-1) === 'max_request_bytes') {
    const value = Number(text);
    if (value > 0)
      found.limits.push({ proxy: 'Envoy', of: 'size', value, middleware: null, span: file.span(start, end) });
    return;
  }
  // A label or an argument: `traefik.http.routers.api.middlewares=limit`, `--entryPoints.web.transport.…=30s`.
  const label = /^(?:--)?([\w.@-]+)=(.*)$/s.exec(text);
  const keys = label
    ? (label[1] ?? '').split('.')
    : path.flatMap((key) => (/^traefik\./.test(key) ? key.split('.') : [key]));
  const whole = object === undefined ? keys : ['middlewares', object, ...keys.filter((key) => key !== 'spec')];
  for (const value of (label ? (label[2] ?? '') : text).split(','))
    traefik(whole, value.trim(), file, start, end - start, found);
}

/** One setting of Traefik's, by its path in whatever notation. */
function traefik(
  path: readonly string[],
  value: string,
  file: SourceFile,
  start: number,
  length: number,
  found: ProxyLimits,
): void {
  const keys = path.map((key) => key.toLowerCase());
  const last = keys.at(-1) ?? '';
  const name = keys[keys.indexOf('middlewares') + 1] ?? '';
  const at = { index: start, 0: file.text.slice(start, start + length) };
  if (last === 'maxrequestbodybytes' && keys.includes('middlewares'))
    found.limits.push(limit(file, 'Traefik', 'size', Number(value) || 0, at, name));
  else if (last === 'writetimeout' && keys.includes('respondingtimeouts'))
    found.limits.push(limit(file, 'Traefik', 'time', duration(value), at));
  else if (last === 'responseheadertimeout' && keys.includes('forwardingtimeouts'))
    found.limits.push(limit(file, 'Traefik', 'time', duration(value), at));
  else if (keys.includes('chain') && keys.includes('middlewares')) found.chains.push([name, plain(value)]);
  else if (last === 'middlewares' || /router\.middlewares$/.test(last)) found.used.push(plain(value));
  // `middlewares: [{ name: limit }]` of an IngressRoute.
  else if (last === 'name' && keys.at(-2) === 'middlewares') found.used.push(plain(value));
}

/** `limit@docker`, `default-limit@kubernetescrd` → the name, with its namespace where one stands before it. */
function plain(name: string): string {
  return name.trim().replace(/@.*$/, '').toLowerCase();
}
