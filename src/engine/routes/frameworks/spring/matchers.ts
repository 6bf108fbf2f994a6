/** What rules of Spring Security are for: paths and methods (reference, "Authorize HttpServletRequests", "Request Matchers"). */
import { joined, other, text } from '../../../code/java/expressions';
import { named, type JavaLowering } from '../../../code/java/lowering';
import type { Expression } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { isEverything } from './paths';
import { outside, pathOf } from './names';

export interface Matchers {
  /** Null = every path. */
  paths: Expression[] | null;
  methods: string[];
}

/** Where Spring Boot serves static files from (`StaticResourceLocation`). */
const STATIC = ['/css/**', '/js/**', '/images/**', '/webjars/**', '/favicon.*', '/*/icon-*', '/assets/**', '/fonts/**'];

/** What the arguments of `requestMatchers(…)` and its relatives name; `above`: values of the variables of loops around. */
export function matchersOf(
  lower: JavaLowering,
  args: readonly TreeNode[],
  above: ReadonlyMap<string, TreeNode>,
): Matchers {
  const paths: Expression[] = [];
  const methods: string[] = [];
  for (const arg of args) {
    const method = methodOf(lower, arg);
    if (method !== undefined) methods.push(...method);
    else paths.push(...pathsOf(lower, arg, above, methods));
  }
  return { paths: paths.length === 0 && methods.length > 0 ? null : paths, methods };
}

/** `HttpMethod.POST`, `HttpMethod.POST.name()`. */
function methodOf(lower: JavaLowering, node: TreeNode): string[] | undefined {
  const name = /^(?:HttpMethod|RequestMethod)\.([A-Z]+)(?:\.(?:name|toString)\(\))?$/.exec(lower.source(node))?.[1];
  if (name !== undefined) return [name];
  if (/^(?:HttpMethod\.)?(?:GET|POST|PUT|DELETE|PATCH|OPTIONS|HEAD)$/.test(lower.source(node)))
    return [lower.source(node).split('.').pop() ?? ''];
  return node.type === 'null_literal' ? [] : undefined;
}

function pathsOf(
  lower: JavaLowering,
  node: TreeNode,
  above: ReadonlyMap<string, TreeNode>,
  methods: string[],
): Expression[] {
  const written = lower.source(node);
  if (/\bPathRequest\.toStaticResources\(\)/.test(written)) return STATIC.map(text);
  if (/\bPathRequest\.toH2Console\(\)/.test(written)) return [text('/h2-console/**')];
  if (/\bEndpointRequest\.toAnyEndpoint\(\)/.test(written)) return [text('/actuator/**')];
  if (/\bEndpointRequest\.to\(/.test(written))
    return [...written.matchAll(/"(\w+)"/g)]
      .map(([, name]) => text(`/actuator/${name}/**`))
      .concat(
        [...written.matchAll(/(\w+)Endpoint\.class/g)].map(([, name = '']) =>
          text(`/actuator/${name.toLowerCase()}/**`),
        ),
      );
  if (/^CorsUtils::isPreFlightRequest$/.test(written)) {
    methods.push('OPTIONS');
    return [text('/**')];
  }
  if (node.type === 'method_invocation' || node.type === 'object_creation_expression') {
    const inner = matcherObject(lower, node, above, methods);
    if (inner) return inner;
  }
  if (node.type === 'identifier') {
    const value = above.get(written);
    if (value) return pathsOf(lower, value, new Map(), methods);
  }
  if (/^(?:lambda_expression|method_reference)$/.test(node.type)) return [other()];
  const value = outside(lower, lower.expression(node));
  return value.e === 'list' ? value.items.map(rooted) : [rooted(value)];
}

/** Objects that match one path: `new AntPathRequestMatcher("/a", "POST")`, `antMatcher(GET, "/a")`, `mvc.pattern("/a")`. */
function matcherObject(
  lower: JavaLowering,
  node: TreeNode,
  above: ReadonlyMap<string, TreeNode>,
  methods: string[],
): Expression[] | undefined {
  const list = node.childForFieldName('arguments');
  const type = lower.field(node, node.type === 'method_invocation' ? 'name' : 'type');
  if (
    !list ||
    !/(?:Ant|Mvc|Path|Pattern)\w*Matchers?$|^(?:antMatcher|pattern|matcher|pathMatchers|pathPattern)$/.test(type)
  )
    return undefined;
  if (/^(?:Or|And|Negated)/.test(type)) return undefined;
  const found: Expression[] = [];
  for (const arg of named(list)) {
    const written = lower.source(arg);
    const verb =
      methodOf(lower, arg) ??
      (/^"(?:GET|POST|PUT|DELETE|PATCH|OPTIONS|HEAD)"$/.test(written) ? [written.slice(1, -1)] : undefined);
    if (verb) methods.push(...verb);
    else if (!/introspector/i.test(written) && !/^(?:true|false)$/.test(written))
      found.push(...pathsOf(lower, arg, above, methods));
  }
  return found;
}

function rooted(path: Expression): Expression {
  const plain = pathOf(path);
  if (plain.e !== 'text') return plain.e === 'join' ? joined([text('/'), plain]) : plain;
  return plain.value.startsWith('/') || plain.value === '' ? plain : text(`/${plain.value}`);
}

/** Whether rules for these paths say nothing of any path in particular. */
export function namesNothing({ paths }: Matchers): boolean {
  return paths === null || paths.some((path) => path.e === 'text' && isEverything(path.value));
}
