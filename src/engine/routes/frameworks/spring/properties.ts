/**
 * Code facts of Spring Boot's settings: the path before all of an application's, and the actuator endpoints that it serves. Spring Boot
 * reference, "Common Application Properties", "Actuator: Endpoints".
 */
import type { JavaFramework } from '../../../code/java/framework';
import type { SourceFile } from '../../../collect/source-file';
import type { Expression, RouteStatement, Statement } from '../../../code/model';
import { annotationOf, valuesOf } from '../../../code/java/annotations';
import { stringOf } from '../../../code/java/expressions';
import type { JavaLowering } from '../../../code/java/lowering';
import type { TreeNode } from '../../../parse/tree';
import type { Span } from '../../../span';

const FILE = /(?:^|\/)application\.(?:properties|ya?ml)$/;
const WORDS = /springdoc|context-path|contextPath|base-path|management|servlet|(?:^|[\s,=:"'])\/[\w*]/;
/** Endpoints that a web application has by itself, with whether they change something. */
const ENDPOINTS: readonly [string, 'GET' | 'POST'][] = [
  ['health', 'GET'],
  ['health/**', 'GET'],
  ['info', 'GET'],
  ['beans', 'GET'],
  ['caches', 'GET'],
  ['caches/{cache}', 'GET'],
  ['conditions', 'GET'],
  ['configprops', 'GET'],
  ['configprops/{prefix}', 'GET'],
  ['env', 'GET'],
  ['env/{toMatch}', 'GET'],
  ['loggers', 'GET'],
  ['loggers/{name}', 'GET'],
  ['loggers/{name}', 'POST'],
  ['heapdump', 'GET'],
  ['threaddump', 'GET'],
  ['metrics', 'GET'],
  ['metrics/{requiredMetricName}', 'GET'],
  ['scheduledtasks', 'GET'],
  ['mappings', 'GET'],
];
/** Those that exist only with something else: a registry, a setting. They are served where they are named. */
const NAMED: Readonly<Record<string, 'GET' | 'POST'>> = {
  prometheus: 'GET',
  shutdown: 'POST',
  httptrace: 'GET',
  httpexchanges: 'GET',
  auditevents: 'GET',
  sessions: 'GET',
  flyway: 'GET',
  liquibase: 'GET',
  logfile: 'GET',
  startup: 'GET',
  refresh: 'POST',
};

interface Setting {
  value: string;
  at: Span;
}

/** Spring Boot's settings, of any profile. */
export const springSettings: NonNullable<JavaFramework['settings']> = {
  file: FILE,
  words: WORDS,
  read: (file) => statementsOf(file.language === 'yaml' ? ofYaml(file) : ofProperties(file)),
};

/** `@Value("${door.key:none}")`, and the fields of a class with `@ConfigurationProperties("door")`: settings. */
export function springSetting(
  name: string,
  initial: Expression | null,
  owner: TreeNode,
  field: TreeNode,
  lower: JavaLowering,
): Expression | undefined {
  const [, key, given] = /@Value\(\s*(?:value\s*=\s*)?"\$\{([^:}"]+)(?::([^}"]*))?\}"/.exec(lower.source(field)) ?? [];
  if (key !== undefined) return setting(key, given === undefined ? null : text(given));
  const bound = annotationOf(lower, owner, /^ConfigurationProperties$/);
  const [prefix] = bound ? valuesOf(bound, 'prefix', 'value') : [];
  if (!bound || /\bstatic\b/.test(lower.source(field).split('=')[0] ?? '')) return undefined;
  const above = prefix?.type === 'string_literal' ? `${stringOf(lower, prefix)}.` : '';
  return setting(`${above}${name}`, initial);
}

function setting(key: string, fallback: Expression | null): Expression {
  return { e: 'setting', name: keyOf(key), fallback };
}

/** `a.b-c`, as relaxed binding spells it. */
function keyOf(written: string): string {
  return written.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}

function ofProperties(file: SourceFile): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  let at = 0;
  for (const line of file.text.split('\n')) {
    const [, key, value = ''] = /^\s*([\w.[\]-]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined) settings.set(keyOf(key), { value, at: file.span(at, at + line.length) });
    at += line.length + 1;
  }
  return settings;
}

function ofYaml(file: SourceFile): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  // What a document is for (a profile) stands in it: the first holds always.
  const [document] = file.yaml ?? [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
      for (const [key, value] of Object.entries(node)) visit(value, path === '' ? key : `${path}.${key}`);
      return;
    }
    const value = Array.isArray(node) ? node.join(',') : String(node ?? '');
    settings.set(keyOf(path), { value, at: placeOf(file, path) });
  };
  visit(document?.toJS(), '');
  return settings;
}

/** The line of the last part of a key; good enough for people, who look for the setting. */
function placeOf(file: SourceFile, path: string): Span {
  const last = path.split('.').pop() ?? path;
  const at = Math.max(file.text.search(new RegExp(`^\\s*(?:\\S*\\.)?${last.replace(/\W/g, '\\$&')}\\s*:`, 'm')), 0);
  const start = at + (/^\s*/.exec(file.text.slice(at))?.[0].length ?? 0);
  return file.span(start, start + last.length);
}

function statementsOf(settings: ReadonlyMap<string, Setting>): Statement[] {
  const of = (...keys: string[]): Setting | undefined => keys.map((key) => settings.get(key)).find((one) => one);
  const statements: Statement[] = [];
  const context = of('server.servlet.context-path', 'server.context-path', 'spring.webflux.base-path');
  const servlet = of('spring.mvc.servlet.path', 'server.servlet-path');
  const prefix = [context, servlet].map((one) => literal(one?.value ?? '')).join('');
  const at = context?.at ?? servlet?.at;
  const paths = [...settings].filter(([, { value }]) => /(?:^|,)\s*["']?\/[\w*]/.test(value));
  // Pages about the interface, and what the health endpoint asks, that are switched off.
  paths.push(
    ...[...settings].filter(
      ([name, { value }]) => /^(?:springdoc|management\.health)\..*enabled$/.test(name) && /^["']?false/.test(value),
    ),
  );
  const [first] = paths;
  if (first)
    statements.push({
      s: 'configure',
      on: APPLICATION,
      settings: paths.map(([name, { value }]) => ({ name: name.replace(/\[\d+\]$/, ''), value: listOf(value) })),
      at: first[1].at,
    });
  if (prefix !== '' && at) statements.push({ s: 'configure', on: APPLICATION, prefix: text(prefix), at });
  const included = of('management.endpoints.web.exposure.include');
  // On a port of its own it is another server's matter.
  if (!included || of('management.server.port', 'management.port')) return statements;
  const left = of('management.endpoints.web.exposure.exclude')?.value ?? '';
  const base = literal(of('management.endpoints.web.base-path')?.value ?? '/actuator');
  for (const [name, method] of exposed(included.value, left))
    statements.push(endpoint(`${base}/${name}`, method, included.at));
  return statements;
}

/** The default of a placeholder, or the value. */
function literal(value: string): string {
  const plain = value
    .replace(/^["']|["']$/g, '')
    .replace(/\$\{[^:}]*(?::([^}]*))?\}/g, (_, fallback?: string) => fallback ?? '');
  return plain === '' || plain === '/' ? '' : `/${plain.replace(/^\/+|\/+$/g, '')}`;
}

function listOf(value: string): Expression {
  const items = value.split(',').map((one) => text(one.trim().replace(/^["']|["']$/g, '')));
  return { e: 'list', items };
}

function exposed(include: string, exclude: string): [string, 'GET' | 'POST'][] {
  const names = (written: string): string[] =>
    written
      .replace(/["'[\]]/g, '')
      .split(',')
      .map((one) => one.trim());
  const wanted = names(include);
  const left = names(exclude);
  const known = ENDPOINTS.filter(([name]) => wanted.includes('*') || wanted.includes(name.split('/')[0] ?? name));
  const further = wanted.flatMap((name): [string, 'GET' | 'POST'][] => (NAMED[name] ? [[name, NAMED[name]]] : []));
  return [...known, ...further].filter(([name]) => !left.includes(name.split('/')[0] ?? name));
}

const APPLICATION: Expression = { e: 'application', framework: 'spring', package: '' };

function text(value: string): Expression {
  return { e: 'text', value };
}

function endpoint(path: string, method: 'GET' | 'POST', at: Span): RouteStatement {
  return {
    s: 'route',
    framework: 'spring',
    on: APPLICATION,
    methods: [method],
    paths: [text(path)],
    guards: [],
    handler: { e: 'other', parts: [] },
    args: [],
    input: { state: 'none', at: null, what: null },
    at,
    line: at.line,
    declLine: null,
  };
}
