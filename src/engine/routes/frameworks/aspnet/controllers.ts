/**
 * Controllers of ASP.NET Core: attribute routes, and in first depth the conventional `/{controller}/{action}`. Documentation, "Routing to
 * controller actions in ASP.NET Core".
 */
import { attributesOf, hasModifier } from '../../../code/csharp/members';
import { other, simpleType } from '../../../code/csharp/expressions';
import type { CSharpAttribute } from '../../../code/csharp/framework';
import { named, type CSharpLowering } from '../../../code/csharp/lowering';
import type {
  ClassFact,
  Expression,
  GuardUse,
  RouteInput,
  RouterExpression,
  RouteStatement,
} from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { allowed, guardedBy, type Guarded } from './attributes';
import { aspnetApplication, literalOf, rooted, templateOf } from './names';

const VERBS: Readonly<Record<string, string>> = {
  HttpGet: 'GET',
  HttpPost: 'POST',
  HttpPut: 'PUT',
  HttpDelete: 'DELETE',
  HttpPatch: 'PATCH',
  HttpHead: 'HEAD',
  HttpOptions: 'OPTIONS',
};
const OWN_METHODS = /^(?:Dispose|OnActionExecut\w+|Equals|GetHashCode|ToString)$/;

interface Controller {
  name: string;
  attributes: CSharpAttribute[];
  /** Templates of the class; empty = none. */
  templates: (string | null)[];
  guarded: Guarded;
  isApi: boolean;
  area: string | null;
  /** A class of the workspace that it extends, whose template holds for it as well; null = none. */
  base: Expression | null;
}

/** Adds to a class what it serves. */
export function aspnetController(node: TreeNode, fact: ClassFact, lower: CSharpLowering): void {
  const attributes = attributesOf(lower, node);
  const methods = named(node.childForFieldName('body') ?? node).filter((one) => one.type === 'method_declaration');
  if (!isController(node, fact, attributes, methods, lower)) return;
  const area = attributes.find(({ name }) => name === 'Area');
  const controller: Controller = {
    name: fact.name.replace(/Controller$/, ''),
    attributes,
    templates: attributes.filter(({ name }) => name === 'Route').map(({ args }) => literalOf(args[0], lower)),
    guarded: guardedBy(lower, node),
    isApi: attributes.some(({ name }) => name === 'ApiController'),
    area: literalOf(area?.args[0], lower),
    base: fact.bases.find((base) => base.e === 'name' && !OWN_BASES.test(base.name)) ?? null,
  };
  keepTemplate(controller, fact);
  const routes = methods.flatMap((one) => routesOf(one, controller, lower));
  if (routes.length > 0) fact.routes = routes;
  const at = lower.span(node.childForFieldName('name') ?? node);
  // What stands on the class is inherited by those that extend it.
  fact.decorators.push(...controller.guarded.guards.map(asDecorator));
  if (hasModifier(lower, node, /^abstract$/)) return;
  const router: RouterExpression = {
    e: 'router',
    role: 'router',
    framework: 'aspnet',
    prefix: inheritedTemplate(controller),
    guards: [],
    routes: null,
    keeps: true,
    args: [],
    at,
  };
  fact.serves = { router, holds: null };
  const what = { e: 'name' as const, name: fact.name };
  const mount = { prefix: null, guards: [], inherits: 'all' as const, takes: 'live' as const, args: [], at };
  lower.declare({ s: 'mount', into: aspnetApplication(lower), what, ...mount });
}

/** The framework's own classes. */
const OWN_BASES = /^(?:I[A-Z]\w*|Controller|ControllerBase|ODataController|ComponentBase)$/;
/** Names under which a class keeps its template for those that extend it. */
const KEPT = { before: '<template>', named: '<template names the controller>', after: '<template, its end>' };

function keepTemplate({ templates: [template] }: Controller, fact: ClassFact): void {
  if (typeof template !== 'string') return;
  const [before = '', after] = template.split(/\[controller\]/i);
  const keep = (name: string, value: Expression): void =>
    void fact.body.push({ s: 'let', to: { e: 'name', name }, value, line: fact.at.line });
  keep(KEPT.before, {
    e: 'text',
    value: rooted(templateOf(before)) + (after === undefined || before === '' ? '' : '/'),
  });
  keep(KEPT.named, { e: 'constant', value: after !== undefined });
  keep(KEPT.after, { e: 'text', value: templateOf(after ?? '') });
}

/** The template of a class that it extends, with its own name put in. */
function inheritedTemplate({ base, templates, name }: Controller): Expression | null {
  if (!base || templates.length > 0) return null;
  const kept = (member: string, otherwise: Expression): Expression => ({
    e: 'or',
    left: { e: 'member', of: base, name: member },
    right: otherwise,
  });
  const none: Expression = { e: 'text', value: '' };
  const own: Expression = {
    e: 'choose',
    test: kept(KEPT.named, { e: 'constant', value: false }),
    then: { e: 'text', value: name },
    else: none,
  };
  return { e: 'join', parts: [kept(KEPT.before, none), own, kept(KEPT.after, none)] };
}

function isController(
  node: TreeNode,
  fact: ClassFact,
  attributes: readonly CSharpAttribute[],
  methods: readonly TreeNode[],
  lower: CSharpLowering,
): boolean {
  if (node.type !== 'class_declaration' || attributes.some(({ name }) => name === 'NonController')) return false;
  if (attributes.some(({ name }) => name === 'ApiController' || name === 'Controller')) return true;
  const isDerived = fact.bases.some(
    (base) => base.e === 'name' && /^(?!I[A-Z])\w*Controller(?:Base)?$/.test(base.name),
  );
  const hasActions = methods.some((one) =>
    attributesOf(lower, one).some(({ name }) => VERBS[name] || name === 'Route'),
  );
  return isDerived || hasActions;
}

function asDecorator({ value, as, name, needs, byDefault, at }: GuardUse): Expression {
  const more = { ...(needs && { needs }), ...(byDefault && { byDefault }) };
  return { e: 'guard', value, as, ...(name !== undefined && { name }), ...more, at };
}

function routesOf(node: TreeNode, controller: Controller, lower: CSharpLowering): RouteStatement[] {
  const name = node.childForFieldName('name') ?? node;
  const called = lower.source(name);
  if (
    !hasModifier(lower, node, /^public$/) ||
    hasModifier(lower, node, /^(?:static|abstract)$/) ||
    OWN_METHODS.test(called)
  )
    return [];
  const attributes = attributesOf(lower, node);
  if (attributes.some((one) => one.name === 'NonAction')) return [];
  const verbs = attributes.filter((one) => VERBS[one.name] !== undefined || one.name === 'AcceptVerbs');
  const own = attributes.filter((one) => one.name === 'Route').map(({ args }) => literalOf(args[0], lower));
  const declared = verbs.length > 0 ? verbs : [null];
  return declared.flatMap((verb): RouteStatement[] => {
    const methods = methodsOf(verb, lower);
    const template = verb?.name === 'AcceptVerbs' ? undefined : verb?.args[0];
    const templates = template ? [literalOf(template, lower)] : own;
    const paths = pathsOf(templates, controller, called, methods.length > 0);
    if (paths.length === 0) return [];
    const at = lower.span(template ?? verb?.node ?? attributes[0]?.node ?? name);
    return [
      {
        s: 'route',
        framework: 'aspnet',
        on: other(),
        methods: methods.length > 0 ? methods : ['ALL'],
        paths,
        ...guardsOf(lower, node, controller),
        handler: { e: 'name', name: called },
        args: [],
        input: inputOf(node, controller, lower),
        at,
        line: lower.line(name),
        declLine: lower.line(verb?.node ?? attributes[0]?.node ?? name),
      },
    ];
  });
}

function methodsOf(verb: CSharpAttribute | null, lower: CSharpLowering): string[] {
  if (!verb) return [];
  const method = VERBS[verb.name];
  return method !== undefined ? [method] : verb.args.flatMap((arg) => literalOf(arg, lower)?.toUpperCase() ?? []);
}

/** Templates of the class and of the action as one; without any, the conventional path. */
function pathsOf(
  templates: readonly (string | null)[],
  { name, templates: above, area, isApi, attributes, base }: Controller,
  action: string,
  hasVerb: boolean,
): Expression[] {
  const filled = (written: string): Expression => {
    const path = written
      .replace(/\[controller\]/gi, name)
      .replace(/\[action\]/gi, action.replace(/Async$/, ''))
      .replace(/\[area\]/gi, area ?? '');
    return { e: 'text', value: rooted(templateOf(path)) };
  };
  if (above.length === 0 && templates.length === 0 && base && hasVerb) return [filled('')];
  if (above.length === 0 && templates.length === 0) {
    // An API controller without a template answers nothing; a page of its own is found by convention.
    if (isApi || (attributes.length === 0 && !hasVerb && !/^[A-Z]/.test(action))) return [];
    return [filled(`${area === null ? '' : `${area}/`}${name}/${action.replace(/Async$/, '')}`)];
  }
  const outer = above.length > 0 ? above : [''];
  const inner = templates.length > 0 ? templates : [''];
  return outer.flatMap((prefix) =>
    inner.map((own): Expression => {
      if (own !== null && /^~?\//.test(own)) return filled(own);
      return prefix === null || own === null ? other() : filled(`${prefix}/${own}`);
    }),
  );
}

/** `[AllowAnonymous]` on the action or its class opens it, whatever else stands there. */
function guardsOf(
  lower: CSharpLowering,
  node: TreeNode,
  { guarded }: Controller,
): Pick<RouteStatement, 'guards' | 'exempt'> {
  const own = guardedBy(lower, node);
  const allows = own.allows ?? guarded.allows;
  if (!allows) return { guards: own.guards };
  const weaker = own.guards.map((guard) =>
    guard.byDefault ? { ...guard, ineffective: 'has no effect, because [AllowAnonymous] is stronger' } : guard,
  );
  return { guards: [allowed(lower, allows), ...weaker], exempt: '[AllowAnonymous]' };
}

const LOOSE = /^(?:object|dynamic|string|JsonElement|JsonDocument|JObject|Dictionary|IDictionary|JsonNode)$/;

/** `[ApiController]` checks the annotations of what is bound to the body before the action runs. */
function inputOf(node: TreeNode, { isApi, base }: Controller, lower: CSharpLowering): RouteInput {
  for (const parameter of named(node.childForFieldName('parameters') ?? node)) {
    if (parameter.type !== 'parameter') continue;
    const type = parameter.childForFieldName('type');
    if (!type || !attributesOf(lower, parameter).some(({ name }) => name === 'FromBody')) continue;
    const shown = lower.source(type);
    const what = `${lower.field(parameter, 'name')}: ${shown}`;
    if (LOOSE.test(simpleType(lower, type))) return { state: 'loose', at: lower.span(parameter), what };
    const asks = /ModelState\.IsValid|Validat/.test(lower.source(node));
    if (isApi || asks) return { state: 'schema', at: null, what: null };
    // The attribute is inherited, and the class that is extended stands in another file.
    return base
      ? { state: 'unknown', at: null, what: null }
      : { state: 'loose', at: lower.span(parameter), what: `${shown} without [ApiController] or ModelState` };
  }
  return { state: 'none', at: null, what: null };
}
