/**
 * What NestJS answers besides HTTP: fields of a GraphQL schema (`@Resolver`) and messages of websockets (`@WebSocketGateway`). Both are
 * guarded as controllers are. NestJS documentation, "Resolvers", "Gateways", "Guards". Each is listed below the path of its endpoint.
 */
import type ts from 'typescript';
import { other, text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import type { Expression, RouteStatement } from '../../../code/model';
import { literalOf } from '../shared/method-calls';
import { optionOf } from './values';

/** A decorator of Nest's packages, with the package. */
export interface NestDecorator {
  name: string;
  from: string;
  call: ts.CallExpression;
}

const FIELDS: Readonly<Record<string, string>> = { Query: 'GET', Mutation: 'POST', Subscription: 'WEBSOCKET' };

/** Prefix of a resolver's or gateway's routes; undefined when the class is neither. */
export function messagePrefix(
  decorators: readonly NestDecorator[],
  lower: Lowering,
): { prefix: string; by: ts.CallExpression } | undefined {
  for (const { name, from, call } of decorators) {
    if (name === 'Resolver' && from === '@nestjs/graphql') return { prefix: '/graphql', by: call };
    if (name === 'WebSocketGateway') {
      const options = call.arguments.find((one) => lower.ts.isObjectLiteralExpression(one));
      const namespace = options && literalOf(optionOf(options, 'namespace', lower), lower);
      return { prefix: namespace === undefined ? '' : `/${namespace.replace(/^\//, '')}`, by: call };
    }
  }
  return undefined;
}

/** The field or message that a method answers. */
export function messageRoutes(
  node: ts.MethodDeclaration,
  decorators: readonly NestDecorator[],
  greets: boolean,
  lower: Lowering,
): RouteStatement[] {
  const { ts } = lower;
  if (!ts.isIdentifier(node.name)) return [];
  const called = node.name;
  return decorators.flatMap(({ name, from, call }): RouteStatement[] => {
    const method = from === '@nestjs/graphql' ? FIELDS[name] : name === 'SubscribeMessage' ? 'WEBSOCKET' : undefined;
    if (method === undefined) return [];
    const own = fieldName(call, lower) ?? called.text;
    const handler: Expression = { e: 'name', name: called.text };
    return [
      {
        s: 'route',
        framework: 'nestjs',
        on: other(),
        methods: [method],
        paths: [text(own)],
        guards: [],
        handler,
        ...(greets && { undecided: 'its gateway looks at callers when they connect' }),
        args: [],
        input: { state: 'unknown', at: null, what: null },
        at: lower.span(call),
        line: lower.line(called),
        declLine: lower.line(call),
      },
    ];
  });
}

/** `@Query('users')`, `@Query(() => [User], { name: 'users' })`, `@SubscribeMessage('move')` */
function fieldName(call: ts.CallExpression, lower: Lowering): string | undefined {
  const [first, second] = call.arguments;
  const options = second ?? first;
  return literalOf(first, lower) ?? (options && literalOf(optionOf(options, 'name', lower), lower));
}

/** Whether a gateway asks who is calling when somebody connects (`handleConnection`). */
export function greetsCallers(node: ts.ClassLikeDeclaration, { ts, source }: Lowering): boolean {
  return node.members.some(
    (one) =>
      ts.isMethodDeclaration(one) &&
      one.name.getText(source) === 'handleConnection' &&
      /token|auth|jwt|session|cookie|handshake|disconnect/i.test(one.body?.getText(source) ?? ''),
  );
}
