/** Routes and guards as manifests declare them, in code facts. */
import { text } from '../../../code/javascript/expressions';
import type { SourceFile } from '../../../collect/source-file';
import type { YamlReader } from '../../../collect/yaml-nodes';
import type { Expression, GuardUse, RouteStatement, SiteExpression } from '../../../code/model';
import type { Span } from '../../../span';
import { dirname } from '../../../modules/paths';

export const NAME = 'aws-lambda';

/** What the platform itself asks for: a token of a user pool or issuer, signed requests, an API key. */
type Asks = 'jwt' | 'iam' | 'api-key';

/** A manifest that is being read. */
export interface Manifest {
  reader: YamlReader;
  file: SourceFile;
}

/** An endpoint of one function. */
export interface Declared {
  /** As written, upper case; `ANY` and `*` are all. */
  method: string;
  path: string;
  /** `src/rows/list.handler`, relative to the manifest. */
  handler: string;
  guards: GuardUse[];
  at: Span;
}

/** A node's place, cut at its first line. */
export function placeOf({ reader, file }: Manifest, node: unknown): Span {
  const start = reader.start(node);
  return file.span(start, Math.max(start + 1, reader.end(node)));
}

export function routeOf(declared: Declared, { file }: Manifest): RouteStatement {
  const root = dirname(file.path);
  return routeOn({ e: 'site', framework: NAME, root, among: [root], sure: true }, declared);
}

export function routeOn(on: SiteExpression, { method, path, handler, guards, at }: Declared): RouteStatement {
  const shown = method.toUpperCase();
  return {
    s: 'route',
    framework: NAME,
    on,
    methods: [shown === 'ANY' || shown === '*' ? 'ALL' : shown],
    paths: [text(`/${path.replace(/^\//, '')}`)],
    guards,
    handler: functionOf(handler, at.line),
    args: [],
    input: { state: 'unknown', at: null, what: null },
    at,
    line: at.line,
    declLine: null,
  };
}

/** `src/rows/list.handler`: the export `handler` of the module `src/rows/list`. */
export function functionOf(handler: string, line: number): Expression {
  const dot = handler.lastIndexOf('.');
  const from = handler.slice(0, dot).replace(/^\.?\//, '');
  return { e: 'member', of: { e: 'import', from: `./${from}`, line }, name: handler.slice(dot + 1) };
}

/** A guard of the platform, which verifies and refuses by itself. */
export function platformGuard(asks: Asks, name: string, at: Span): GuardUse {
  const of: Expression = { e: 'import', from: `${NAME}:platform`, line: at.line };
  return { as: 'dependency', value: { e: 'member', of, name: asks }, name, at };
}

/** An authorizer by which the platform verifies tokens or signatures by itself; undefined for any other. */
export function platformAuthorizer(
  { name, type, arn }: { name: string; type: string; arn: string },
  at: Span,
): GuardUse | undefined {
  if (/^aws_iam$/i.test(type) || /^aws_iam$/i.test(name)) return platformGuard('iam', 'the platform (IAM)', at);
  const written = `${name} ${arn}`;
  const isPool = /cognito|user-?pool/i.test(arn) && !/:lambda:|:function:/.test(arn);
  return /^(?:cognito_user_pools|jwt)$/i.test(type) || isPool || written.includes(':cognito-idp:')
    ? platformGuard('jwt', `the authorizer ${name || type}`.trim(), at)
    : undefined;
}

/** A function that is asked before; `handler` is null where it lies in another service. */
export function authorizerGuard(handler: string | null, name: string, at: Span): GuardUse {
  const value: Expression = handler === null ? { e: 'other', parts: [] } : functionOf(handler, at.line);
  return {
    as: 'step',
    value,
    name,
    undecided: 'decides by the policy that it answers, which is not followed to its end',
    at,
  };
}

/** A browser's question before a request, which is nobody's endpoint. */
export function isPreflight(method: string | undefined): boolean {
  return method?.toUpperCase() === 'OPTIONS';
}

/** True for a runtime of Node, and where none is named. */
export function isNode(runtime: string | undefined): boolean {
  return runtime === undefined || /^nodejs|^\$\{/.test(runtime);
}
