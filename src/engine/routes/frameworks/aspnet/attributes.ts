/**
 * Attributes that guard controllers and actions. ASP.NET Core documentation, "Simple authorization": `[AllowAnonymous]` wins over every
 * `[Authorize]`, wherever both stand; "Filters": attributes of the application's own may be filters that answer.
 */
import { attributesOf } from '../../../code/csharp/members';
import { typeName } from '../../../code/csharp/expressions';
import type { CSharpAttribute } from '../../../code/csharp/framework';
import type { CSharpLowering } from '../../../code/csharp/lowering';
import type { GuardUse } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { limiter, meaning } from './names';
import { antiforgery } from './sessions';

/** Attributes that have nothing to do with callers. */
const OTHER =
  /^(?:Route|ApiController|Controller|Area|Http\w+|AcceptVerbs|NonAction|ActionName|Produces\w*|Consumes|FromBody|FromRoute|FromQuery|FromForm|FromServices|FromHeader|ApiVersion\w*|MapToApiVersion|ApiExplorerSettings|Swagger\w+|Obsolete|Display\w*|Description|EndpointSummary|EndpointDescription|EndpointName|Tags|ResponseCache|OutputCache|RequireHttps|EnableCors|DisableCors|DisableRateLimiting|RequestSizeLimit|DisableRequestSizeLimit|RequestFormLimits|Bind|TempData|ViewData|BindProperty|Required|JsonProperty\w*|Serializable|ExcludeFromCodeCoverage|UsedImplicitly|SuppressMessage|DebuggerDisplay|Feature\w*|OpenApi\w+)$/;

export interface Guarded {
  guards: GuardUse[];
  /** `[AllowAnonymous]` stands there. */
  allows: TreeNode | null;
}

/** What the attributes of a class or method put before it. */
export function guardedBy(lower: CSharpLowering, node: TreeNode): Guarded {
  const attributes = attributesOf(lower, node);
  const allows = attributes.find(({ name }) => name === 'AllowAnonymous');
  return { guards: attributes.flatMap((one) => guardOf(lower, one)), allows: allows?.node ?? null };
}

function guardOf(lower: CSharpLowering, attribute: CSharpAttribute): GuardUse[] {
  const { name, node } = attribute;
  const at = lower.span(node);
  const shown = `[${lower.source(node).replace(/\s+/g, ' ').slice(0, 70)}]`;
  if (name === 'Authorize') return [{ as: 'step', value: meaning('refuses'), name: shown, byDefault: true, at }];
  if (name === 'EnableRateLimiting') return [limiter(lower, node, shown)];
  const token = antiforgery(name, shown, node, lower);
  if (token) return [token];
  if (name === 'AllowAnonymous' || OTHER.test(name)) return [];
  if (/^(?:ServiceFilter|TypeFilter)$/.test(name)) {
    const type = attribute.type ?? attribute.args[0] ?? null;
    const value = type?.type === 'typeof_expression' ? lower.expression(type) : typeName(lower, type);
    return [{ as: 'step', value, name: shown, at }];
  }
  return [{ as: 'step', value: { e: 'name', name: `${name}Attribute` }, name: shown, at }];
}

/** That a route is for everybody, as a guard that says so. */
export function allowed(lower: CSharpLowering, node: TreeNode): GuardUse {
  return { as: 'step', value: meaning('permits'), name: `[${lower.source(node)}]`, at: lower.span(node) };
}
