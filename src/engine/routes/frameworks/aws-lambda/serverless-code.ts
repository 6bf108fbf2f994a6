/**
 * Functions of the Serverless Framework that are declared in TypeScript or JavaScript: `serverless.ts`, and objects of functions beside their
 * handlers as its template `aws-nodejs-typescript` has them. Source: serverless.com/framework/docs/providers/aws/guide/intro (service files).
 */
import type ts from 'typescript';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { GuardUse } from '../../../code/model';
import { foldersAbove, sitesOf } from '../shared/file-layout';
import { literalOf, optionOf } from '../shared/method-calls';
import { authorizerGuard, isPreflight, NAME, platformAuthorizer, platformGuard, routeOn } from './declared';

const SERVICE = /(?:^|\/)serverless\.[cm]?[jt]s$/;

export const serverlessCode: JavaScriptFramework = {
  name: `${NAME}-serverless`,
  applies: (source) => /\bhandler\s*:/.test(source) && /\bevents\s*:/.test(source) && /\bhttp(?:Api)?\s*:/.test(source),
  prefilter: (source, path) =>
    /\bevents\s*:/.test(source) &&
    /\bhttp(?:Api)?\s*:/.test(source) &&
    (SERVICE.test(path) || /\bhandlerPath\s*\(|@serverless\/typescript/.test(source)),
  /** `{ handler: 'src/rows.list', events: [{ http: { method: 'get', path: 'rows' } }] }` */
  record(node, _lowered, lower) {
    const { ts } = lower;
    const events = optionOf(node, 'events', lower);
    const handler = optionOf(node, 'handler', lower);
    if (!events || !handler || ts.isMethodDeclaration(events) || ts.isMethodDeclaration(handler)) return undefined;
    const file = moduleOf(handler, lower);
    const list = unwrapped(events, ts);
    if (file === undefined || !ts.isArrayLiteralExpression(list)) return undefined;
    for (const event of list.elements) endpoint(event, file, lower);
    return undefined;
  },
};

function endpoint(event: ts.Expression, handler: string, lower: Lowering): void {
  const { ts } = lower;
  const rest = optionOf(event, 'http', lower);
  const kind = rest ?? optionOf(event, 'httpApi', lower);
  if (!kind || ts.isMethodDeclaration(kind)) return;
  const short = literalOf(kind, lower)?.trim().split(/\s+/);
  const option = (key: string): string | undefined => {
    const value = optionOf(kind, key, lower);
    return value && !ts.isMethodDeclaration(value) ? literalOf(value, lower) : undefined;
  };
  const path = short ? (short[1] ?? (short[0] === '*' ? '*' : undefined)) : option('path');
  if (path === undefined) return;
  const method = (short ? short[0] : option('method')) ?? 'ANY';
  if (isPreflight(method)) return;
  const at = lower.span(kind);
  const guards = short ? [] : guardsOf(kind, lower);
  for (const { site } of sitesOf(foldersAbove(lower.file.path), NAME, true))
    lower.emit(routeOn(site, { method, path, handler, guards, at }));
}

function guardsOf(event: ts.Expression, lower: Lowering): GuardUse[] {
  const { ts } = lower;
  const found: GuardUse[] = [];
  const isPrivate = optionOf(event, 'private', lower);
  if (isPrivate?.kind === ts.SyntaxKind.TrueKeyword)
    found.push(platformGuard('api-key', 'the API key', lower.span(isPrivate)));
  const authorizer = optionOf(event, 'authorizer', lower);
  if (!authorizer || ts.isMethodDeclaration(authorizer)) return found;
  const field = (key: string): string => {
    const value = optionOf(authorizer, key, lower);
    return value && !ts.isMethodDeclaration(value) ? (literalOf(value, lower) ?? value.getText(lower.source)) : '';
  };
  const name = literalOf(authorizer, lower) ?? field('name');
  const at = lower.span(authorizer);
  const own = platformAuthorizer({ name, type: field('type'), arn: field('arn') }, at);
  return [...found, own ?? authorizerGuard(null, `the authorizer ${name}`.trim(), at)];
}

/** The module and export of a handler, relative to the file: `${handlerPath(__dirname)}/handler.main`, `src/rows.list`. */
function moduleOf(handler: ts.Expression, lower: Lowering): string | undefined {
  const { ts, file, source } = lower;
  const value = unwrapped(handler, ts);
  if (ts.isTemplateExpression(value)) {
    const [only, ...more] = value.templateSpans;
    const isHere =
      more.length === 0 && value.head.text === '' && /\b__dirname\b/.test(only?.expression.getText(source) ?? '');
    return isHere && only?.literal.text.includes('.') ? only.literal.text.replace(/^\//, '') : undefined;
  }
  const written = literalOf(value, lower);
  return written?.includes('.') && SERVICE.test(file.path) ? written : undefined;
}
