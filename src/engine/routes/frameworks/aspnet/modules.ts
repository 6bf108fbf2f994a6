/**
 * Classes that register endpoints on a builder that they are given: one per feature, called through their interface or found by reflection.
 * Whoever calls all of them calls each (`foreach (var m in modules) m.MapEndpoints(app)`); one that nobody was seen to call is mounted
 * where its assembly's application has it.
 */
import { hasModifier } from '../../../code/csharp/members';
import { named, type CSharpLowering } from '../../../code/csharp/lowering';
import type { ClassFact, Expression, Parameter } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { aspnetApplication } from './names';

/** Objects on which endpoints are registered. */
const BUILDERS = /^(?:IEndpointRouteBuilder|RouteGroupBuilder|WebApplication)$/;

/** Adds to a class that registers endpoints how it comes to do so. */
export function endpointModule(node: TreeNode, fact: ClassFact, lower: CSharpLowering): void {
  const isOfKind = named(node).some((child) => child.type === 'base_list');
  if (!isOfKind || /Startup$/.test(fact.name)) return;
  for (const method of named(node.childForFieldName('body') ?? node)) {
    const builder = method.type === 'method_declaration' ? builderOf(method, lower) : undefined;
    if (builder === undefined) continue;
    const name = lower.field(method, 'name');
    const param = Object.values(lower.functions)
      .find((one) => one.id.startsWith(`${fact.name}.`) && one.extent.line === lower.line(method))
      ?.params.find((one) => one.name === builder);
    if (param) param.default ??= unseen(param, `${fact.name}.${name}`, method, lower);
    const guard: Expression = { e: 'name', name: fact.name };
    lower.declare({ s: 'name-guard', name: { e: 'text', value: `*.${name}` }, guard, at: fact.at });
  }
}

/** Name of the parameter that endpoints are registered on; undefined = there is none. */
function builderOf(method: TreeNode, lower: CSharpLowering): string | undefined {
  const params = named(method.childForFieldName('parameters') ?? method).filter(({ type }) => type === 'parameter');
  const found = params.find((one) => BUILDERS.test(lower.field(one, 'type')) && !hasModifier(lower, one, /^this$/));
  return found && lower.field(found, 'name');
}

/** What the parameter is where no call was found: some group of the application. */
function unseen({ name }: Parameter, called: string, method: TreeNode, lower: CSharpLowering): Expression {
  return {
    e: 'router',
    role: 'router',
    framework: 'aspnet',
    prefix: null,
    guards: [],
    routes: null,
    into: aspnetApplication(lower),
    gap: `no call of ${called} was found: what stands before "${name}" cannot be seen`,
    args: [],
    at: lower.span(method.childForFieldName('name') ?? method),
  };
}
