/** Names while JavaScript is lowered: which of them are a request, a response or `next`, which are literals, what an import brings. */
import type ts from 'typescript';
import { specifierOf } from './specifiers';

/**
 * What a parameter is to an HTTP handler. `context`: request and answer in one (Koa, Hono, Elysia). `error`: first of the four parameters of an error handler. `resolve`, `reject`: of a promise.
 * `plain`: shadows an outer one.
 */
export type Role = 'request' | 'response' | 'next' | 'context' | 'error' | 'resolve' | 'reject' | 'plain';

/** Roles of the names in one function or block; inner scopes see outer ones. */
export class Scope {
  /** Made with the first name: most blocks bind none. */
  private roles: Map<string, Role> | undefined;

  constructor(private readonly outer?: Scope) {}

  set(name: string, role: Role): void {
    (this.roles ??= new Map()).set(name, role);
  }

  role(name: string): Role | undefined {
    return this.roles?.get(name) ?? this.outer?.role(name);
  }
}

const REQUEST = /^_*(?:req|request)$/i;
/** True for what a request is called wherever it is handed to. */
export function isRequestName(name: string): boolean {
  return REQUEST.test(name);
}

const RESPONSE = /^_*(?:res|resp|response|reply)$/i;
const CONTEXT = /^_*(?:ctx|context)$/;
const NEXT = /^_*(?:next|done)$/i;
const ERROR = /^_*(?:e|err|error|ex)$/i;
const REQUEST_TYPE = /Request(?!Handler)(?:<|$|\b)/;
const RESPONSE_TYPE = /Response(?:<|$|\b)/;

/**
 * Roles of a function's parameters. Names and types decide; position fills in what neither says, once a request or a response is known:
 * Express calls `(req, res, next)` and, with four parameters, `(err, req, res, next)`.
 */
export function parameterRoles(
  parameters: readonly ts.ParameterDeclaration[],
  source: ts.SourceFile,
  api: typeof ts,
): Role[] {
  const roles = parameters.map((parameter): Role => {
    const name = api.isIdentifier(parameter.name) ? parameter.name.text : '';
    // What stands among the members of an object says nothing of the object: `({ req }: { req: Request })`.
    const isListed = !name && parameter.type !== undefined && api.isTypeLiteralNode(parameter.type);
    const type = isListed ? '' : (parameter.type?.getText(source) ?? '');
    if (CONTEXT.test(name) && !/ExecutionContext|ArgumentsHost/.test(type)) return 'context';
    if (name === 'c' && /\bContext\b/.test(type)) return 'context';
    if (REQUEST.test(name) || REQUEST_TYPE.test(type)) return 'request';
    if (RESPONSE.test(name) || RESPONSE_TYPE.test(type)) return 'response';
    if (/^_*next$/i.test(name) || /NextFunction/.test(type)) return 'next';
    if (name === 'resolve' || name === 'reject') return name;
    return 'plain';
  });
  // Koa and Hono call `(context, next)`.
  if (roles[0] === 'plain' && roles[1] === 'next' && parameters.length === 2) roles[0] = 'context';
  // hapi calls `(request, h)`.
  const tools = parameters[1];
  if (
    roles[0] === 'request' &&
    roles[1] === 'plain' &&
    tools &&
    api.isIdentifier(tools.name) &&
    /^(?:h|toolkit)$/.test(tools.name.text)
  )
    roles[1] = 'response';
  const response = roles.indexOf('response');
  const before = roles[response - 1];
  if (response > 0 && before === 'plain') roles[response - 1] = 'request';
  const request = roles.indexOf('request');
  if (request < 0) return roles;
  if (roles[request + 1] === 'plain' && roles.includes('next')) roles[request + 1] = 'response';
  const after = parameters[request + 2];
  if (after && roles[request + 1] === 'response' && api.isIdentifier(after.name) && NEXT.test(after.name.text)) {
    roles[request + 2] = 'next';
  }
  const first = parameters[0];
  if (
    request === 1 &&
    first &&
    api.isIdentifier(first.name) &&
    (ERROR.test(first.name.text) || parameters.length === 4)
  ) {
    roles[0] = 'error';
  }
  return roles;
}

/** What a local name was imported as, from where: `{ from: 'express', name: 'Router' }`; `name: '*'` = the module itself. */
export interface ImportedName {
  from: string;
  name: string;
}

/** Imported names and literal constants of a file, read before its statements are lowered. */
export class FileNames {
  readonly imports = new Map<string, ImportedName>();
  /** Top-level constants with a literal value. */
  readonly literals = new Map<string, string | number>();
  /** Top-level functions by name. */
  readonly functions = new Map<string, ts.SignatureDeclaration>();
  /** Names that the file gives to routers, wherever it makes them; filled while it is lowered. */
  readonly routers = new Set<string>();
  /** Every module that the file loads. */
  readonly modules = new Set<string>();

  constructor(
    source: ts.SourceFile,
    private readonly api: typeof ts,
  ) {
    for (const statement of source.statements) this.statement(statement);
  }

  /** What an expression is when it is an imported name or a member of one: `express.Router` → express, Router. */
  imported(node: ts.Expression): ImportedName | undefined {
    const { api } = this;
    if (api.isIdentifier(node)) return this.imports.get(node.text);
    if (api.isPropertyAccessExpression(node)) {
      const owner = this.imported(node.expression);
      if (!owner) return undefined;
      const isWhole = owner.name === '*' || owner.name === 'default';
      return { from: owner.from, name: isWhole ? node.name.text : `${owner.name}.${node.name.text}` };
    }
    if (!api.isCallExpression(node) || !api.isIdentifier(node.expression) || node.expression.text !== 'require') {
      return undefined;
    }
    const argument = node.arguments[0];
    return argument && api.isStringLiteralLike(argument) ? { from: argument.text, name: '*' } : undefined;
  }

  private statement(node: ts.Statement): void {
    const { api } = this;
    if (api.isImportDeclaration(node)) this.importDeclaration(node);
    else if (api.isImportEqualsDeclaration(node)) {
      const reference = node.moduleReference;
      if (api.isExternalModuleReference(reference) && api.isStringLiteralLike(reference.expression)) {
        this.add(node.name.text, reference.expression.text, '*');
      }
    } else if (api.isVariableStatement(node)) node.declarationList.declarations.forEach((one) => this.declaration(one));
    else if (api.isFunctionDeclaration(node) && node.name) this.functions.set(node.name.text, node);
  }

  private importDeclaration(node: ts.ImportDeclaration): void {
    const { api } = this;
    const from = specifierOf(node.moduleSpecifier, api);
    if (from === undefined) return;
    this.modules.add(from);
    const clause = node.importClause;
    if (clause?.name) this.add(clause.name.text, from, 'default');
    const bindings = clause?.namedBindings;
    if (!bindings) return;
    if (api.isNamespaceImport(bindings)) this.add(bindings.name.text, from, '*');
    else for (const one of bindings.elements) this.add(one.name.text, from, one.propertyName?.text ?? one.name.text);
  }

  /** `const x = require('m')`, `const { a } = express`, `const LIMIT = '5mb'`, `const guard = (req, res, next) => …`. */
  private declaration(node: ts.VariableDeclaration): void {
    const { api } = this;
    const value = node.initializer && unwrapped(node.initializer, api);
    if (!value) return;
    const origin = this.imported(value);
    if (api.isIdentifier(node.name)) {
      if (origin) this.add(node.name.text, origin.from, origin.name);
      if (api.isStringLiteralLike(value)) this.literals.set(node.name.text, value.text);
      if (api.isNumericLiteral(value)) this.literals.set(node.name.text, Number(value.text));
      if (api.isArrowFunction(value) || api.isFunctionExpression(value)) this.functions.set(node.name.text, value);
    } else if (origin && api.isObjectBindingPattern(node.name)) {
      for (const one of node.name.elements) {
        if (!api.isIdentifier(one.name)) continue;
        const key = one.propertyName && api.isIdentifier(one.propertyName) ? one.propertyName.text : one.name.text;
        const isWhole = origin.name === '*' || origin.name === 'default';
        this.add(one.name.text, origin.from, isWhole ? key : `${origin.name}.${key}`);
      }
    }
  }

  private add(local: string, from: string, name: string): void {
    this.imports.set(local, { from, name });
    this.modules.add(from);
  }
}

/** The expression inside parentheses, casts, `await` and non-null marks. */
export function unwrapped(node: ts.Expression, { SyntaxKind }: typeof ts): ts.Expression {
  let value = node;
  for (;;) {
    switch (value.kind) {
      case SyntaxKind.ParenthesizedExpression:
      case SyntaxKind.AsExpression:
      case SyntaxKind.SatisfiesExpression:
      case SyntaxKind.TypeAssertionExpression:
      case SyntaxKind.NonNullExpression:
      case SyntaxKind.AwaitExpression:
        value = (value as ts.ParenthesizedExpression).expression;
        break;
      default:
        return value;
    }
  }
}
