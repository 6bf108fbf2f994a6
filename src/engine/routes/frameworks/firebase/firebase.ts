/**
 * Cloud Functions for Firebase, both generations: what a module exports is deployed under its name. Functions that are called over HTTP are
 * made by `onRequest` and `onCall`; every other trigger is no endpoint. Sources: firebase.google.com/docs/functions ("Call functions via
 * HTTP requests", "Call functions from your app", "Organize functions") and its reference of `firebase-functions`.
 */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression, GuardUse, RouteStatement, RouterExpression, Statement } from '../../../code/model';
import type { Framework } from '../../framework';
import { inputOf } from '../express/input';
import { exportedNames, foldersAbove, sitesOf } from '../shared/file-layout';
import { methodsTold } from '../shared/told-methods';
import { validates } from '../shared/web-input';
import { callablePart, destructuredPart, errorOf } from './callable';
import { invokerOf, policyOf } from './options';
import { exportName, placeOf, triggerOf, type Trigger } from './triggers';

const NAME = 'firebase';
const PACKAGE = /['"]firebase-functions(?:\/[\w/-]+)?['"]/;
const DECLARES = /\bon(?:Request|Call|CallGenkit)\s*(?:<[^()]*>)?\(/;

const functions: JavaScriptFramework = {
  name: NAME,
  applies: (source) => PACKAGE.test(source) || /\bhttps\s*\.\s*on(?:Request|Call)\b/.test(source),
  prefilter: (source) => DECLARES.test(source) && (PACKAGE.test(source) || /\bhttps\s*\./.test(source)),
  call(node, lower) {
    const trigger = triggerOf(node, lower);
    return trigger ? endpoint(trigger, lower) : errorOf(node, lower);
  },
  member: callablePart,
  part: destructuredPart,
  assigned(target, value, lower) {
    const name = exportName(target, lower);
    if (name !== undefined) exportsOf(lower).push({ name, value, node: target });
    return undefined;
  },
  module(lower) {
    const assigned = exportsOf(lower);
    for (const { name, value, node } of assigned.length > 0 ? [] : exportedNames(lower))
      deploy({ name: name === 'default' ? '' : name, value, node }, value, lower);
    const all: Expression = { e: 'member', of: { e: 'name', name: 'module' }, name: 'exports' };
    for (const one of assigned) deploy(one, one.name === '' ? all : { e: 'member', of: all, name: one.name }, lower);
  },
};

/** Cloud Functions for Firebase. */
export const firebase: Framework = {
  name: NAME,
  javascript: [functions],
  leavesApplications: true,
  effects: [
    { pattern: /^firebase-functions:platform[:.]invoker$/, effect: 'deny' },
    { pattern: /^firebase-functions(?:\/[\w/]+)?[:.](?:https\.)?(?:isSignedIn|hasClaim)\(\)$/, effect: 'deny' },
  ],
  guard: { as: 'body' },
  site: { packages: ['firebase-functions'], configs: [] },
};

// Functions ---------------------------------------------------------------------------------------------------------------------------

/** What makes a function, as a router of one endpoint: the name under which it is exported comes before it. */
function endpoint(trigger: Trigger, lower: Lowering): RouterExpression {
  const { ts } = lower;
  const { call, kind, handler, options } = trigger;
  const written = unwrapped(handler, ts);
  const named = ts.isIdentifier(written) ? lower.names.functions.get(written.text) : undefined;
  const fn = ts.isArrowFunction(written) || ts.isFunctionExpression(written) ? written : named;
  const at = lower.span(placeOf(call, lower));
  const body = fn?.getText(lower.source) ?? '';
  const [site] = sitesOf([{ root: '', rest: [] }], NAME, true);
  const route: RouteStatement = {
    s: 'route',
    framework: NAME,
    // Handlers that cannot be followed are told of as those of files are.
    on: site?.site ?? { e: 'other', parts: [] },
    methods: kind === 'call' ? ['POST'] : methodsTold(body),
    paths: [text('')],
    guards: guardsOf(options, lower),
    handler: lower.expression(handedOn(written, lower) ?? handler),
    args: [],
    input:
      kind === 'request'
        ? inputOf([handler], lower)
        : { state: validates(body) ? 'schema' : 'unknown', at: null, what: null },
    at,
    line: at.line,
    declLine: null,
  };
  const routes: Expression = { e: 'list', items: [{ e: 'registration', does: route }] };
  const router = { e: 'router', role: 'router', framework: NAME, prefix: null, guards: [], args: [] } as const;
  return { ...router, guards: [], args: [], routes, single: true, once: true, at };
}

function guardsOf(options: readonly ts.Expression[], lower: Lowering): GuardUse[] {
  return options.flatMap((one) => [...invokerOf(one, lower), ...policyOf(one, lower)]);
}

/** `(req, res) => app(req, res)` hands over everything: what it hands it to is the handler. */
function handedOn(node: ts.Expression, { ts, source }: Lowering): ts.Expression | undefined {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  let value: ts.Expression | undefined;
  if (!ts.isBlock(node.body)) value = node.body;
  else {
    const [only, ...more] = node.body.statements;
    if (more.length === 0 && only && (ts.isReturnStatement(only) || ts.isExpressionStatement(only)))
      value = only.expression;
  }
  const call = value && unwrapped(value, ts);
  if (!call || !ts.isCallExpression(call)) return undefined;
  const given = node.parameters.map(({ name }) => name.getText(source));
  const isWhole =
    given.length > 1 &&
    given.length === call.arguments.length &&
    call.arguments.every((one, index) => one.getText(source) === given[index]);
  return isWhole && ts.isIdentifier(call.expression) ? call.expression : undefined;
}

// What is deployed --------------------------------------------------------------------------------------------------------------------

interface Exported {
  name: string;
  value: Expression;
  node: ts.Node;
}

const assigned = new WeakMap<Lowering, Exported[]>();

/** What the file has assigned to its exports so far. */
function exportsOf(lower: Lowering): Exported[] {
  const known = assigned.get(lower) ?? [];
  assigned.set(lower, known);
  return known;
}

/** Mounts an export under its name; the functions of an object are named after both. */
function deploy({ name, value, node }: Exported, of: Expression, lower: Lowering): void {
  // What another module exports is deployed there.
  if (value.e === 'function' || (value.e === 'member' && value.of.e === 'import')) return;
  if (value.e === 'record') {
    for (const { key, value: inner } of value.entries)
      if (key.e === 'text')
        deploy(
          { name: name === '' ? key.value : `${name}-${key.value}`, value: inner, node },
          { e: 'member', of, name: key.value },
          lower,
        );
    return;
  }
  for (const { site } of sitesOf(foldersAbove(lower.file.path), NAME, true)) {
    const mount: Statement = {
      s: 'mount',
      into: site,
      what: of,
      prefix: text(`/${name === '' ? fileName(lower.file.path) : name}`),
      guards: [],
      inherits: 'all',
      takes: 'live',
      args: [],
      at: lower.span(node),
    };
    lower.emit(mount);
  }
}

/** A module that is nothing but a function is exported by others, mostly under its own name. */
function fileName(path: string): string {
  const parts = path.replace(/(?:\.f)?\.[cm]?[jt]sx?$/, '').split('/');
  const last = parts.at(-1) ?? '';
  return last === 'index' ? (parts.at(-2) ?? last) : last;
}
