/** Walks the lines of a routes file: what each adds to the scope around it, and which routes it makes. */
import type { TreeNode } from '../../../parse/tree';
import { bodyNodes, lineOf, named } from '../../../code/ruby/values';
import type { RubyLowering } from '../../../code/ruby/lowering';
import type { Expression, GuardUse, Statement } from '../../../code/model';
import { deviseRoutes, ENGINE_CALLS, mounted } from './engine-routes';
import { resourceRoutes } from './resource-routes';
import { controllerPath, joinPaths, pathOf, TOP, type RouteScope } from './route-scope';
import { RouteOptions } from './route-options';
import { mountOf, routeOf, type RouteCall } from './route-statements';
import { constraintOf, requireUser } from './route-guards';
import { VERBS, verbRoutes } from './verb-routes';

/** How deep blocks, concerns and helpers nest at most. */
const MAX_DEPTH = 24;

export class RouteWalk {
  private statements: Statement[] = [];
  /** Blocks by name: concerns, and methods that draw routes. */
  private readonly blocks = new Map<string, TreeNode | null>();
  private depth = 0;

  /** `within`: folders of controllers in which an engine keeps its own (`isolate_namespace`). */
  constructor(
    readonly lower: RubyLowering,
    private readonly within: readonly string[] = [],
  ) {}

  /** Statements of a file's lines. */
  file(nodes: readonly TreeNode[]): Statement[] {
    this.walk(nodes, TOP);
    return this.statements;
  }

  add(...statements: Statement[]): void {
    this.statements.push(...statements);
  }

  /** The lines of a block in a scope of their own. */
  inside(block: TreeNode | null, scope: RouteScope): void {
    if (this.depth > MAX_DEPTH) return;
    this.depth++;
    const parameters = block?.childForFieldName('parameters');
    const names = parameters ? named(parameters).map((one) => this.lower.source(one)) : [];
    this.lower.withLocals(names, () => this.walk(bodyNodes(block), scope));
    this.depth--;
  }

  /** A block that was given a name. */
  named(name: string, scope: RouteScope): boolean {
    const block = this.blocks.get(name);
    if (block === undefined) return false;
    this.inside(block, scope);
    return true;
  }

  private walk(nodes: readonly TreeNode[], scope: RouteScope): void {
    for (const node of nodes) this.line(node, scope);
  }

  private line(node: TreeNode, scope: RouteScope): void {
    switch (node.type) {
      case 'call':
        return this.call(node, scope);
      case 'identifier':
        return void this.named(this.lower.source(node), scope);
      case 'method':
        this.blocks.set(this.lower.source(node.childForFieldName('name')), node.childForFieldName('body'));
        return;
      case 'if':
      case 'unless':
      case 'elsif':
      case 'if_modifier':
      case 'unless_modifier':
        return this.condition(node, scope);
      case 'begin':
      case 'then':
      case 'else':
      case 'parenthesized_statements':
      case 'rescue_modifier':
        return this.walk(named(node), scope);
    }
  }

  /** Routes that exist under a condition; what the environment decides is decided for a served application. */
  private condition(node: TreeNode, scope: RouteScope): void {
    const test = this.lower.lower(node.childForFieldName('condition'));
    const body = node.childForFieldName('consequence') ?? node.childForFieldName('body');
    const alternative = node.childForFieldName('alternative');
    const own = this.apart(() => body && this.line(body, scope));
    const rest = this.apart(() => alternative && this.line(alternative, scope));
    const isUnless = node.type.startsWith('unless');
    const branches = { then: isUnless ? rest : own, else: isUnless ? own : rest };
    this.add({ s: 'if', test, ...branches, line: lineOf(node) });
  }

  private apart(run: () => unknown): Statement[] {
    const outer = this.statements;
    this.statements = [];
    run();
    const own = this.statements;
    this.statements = outer;
    return own;
  }

  private call(node: TreeNode, scope: RouteScope): void {
    const receiver = node.childForFieldName('receiver');
    const name = this.lower.source(node.childForFieldName('method'));
    const block = node.childForFieldName('block');
    if (receiver && receiver.type !== 'identifier' && receiver.type !== 'self')
      return this.onObject(node, receiver, name, block, scope);
    const given = node.childForFieldName('arguments');
    const options = new RouteOptions(this.lower.args(given), scope.variables);
    const first = given?.firstNamedChild ?? node;
    const at = this.lower.spanOf(first.type === 'pair' ? (first.firstNamedChild ?? first) : first);
    this.known({ name, options, block, at }, scope);
  }

  /** `%w[a b].each do |name| … end`; an engine's own `routes`. */
  private onObject(node: TreeNode, receiver: TreeNode, name: string, block: TreeNode | null, scope: RouteScope): void {
    if (/^(?:each|each_with_index|map)$/.test(name) && block) {
      const items = new RouteOptions([], scope.variables).texts(this.lower.lower(receiver));
      const [parameter] = named(block.childForFieldName('parameters') ?? block);
      const variable = this.lower.source(parameter ?? null);
      if (items.length === 0) return this.inside(block, scope);
      for (const item of items)
        this.inside(block, { ...scope, variables: new Map(scope.variables).set(variable, item) });
      return;
    }
    const written = `${this.lower.source(receiver)}.${name}`;
    const at = this.lower.spanOf(node);
    if (ENGINE_CALLS.has(written)) return engineCall(this, written, scope, at);
    // `Sidekiq::Web.use Rack::Auth::Basic`
    this.add({ s: 'do', value: this.lower.lower(node), line: lineOf(node) });
  }

  private known(call: RouteCall, scope: RouteScope): void {
    const { name, options, block } = call;
    if (VERBS.has(name)) return verbRoutes(this, call, scope);
    switch (name) {
      case 'resources':
      case 'resource':
        return resourceRoutes(this, call, scope);
      case 'member':
      case 'collection':
      case 'new':
      case 'nested':
        return this.inside(block, { ...scope, level: name });
      case 'namespace':
        return this.namespace(call, scope);
      case 'scope':
      case 'constraints':
      case 'controller':
      case 'defaults':
      case 'with_options':
      case 'shallow':
      case 'devise_scope':
      case 'as':
      case 'authenticate':
      case 'authenticated':
      case 'unauthenticated':
        return this.inside(block, this.scoped(call, scope));
      case 'concern':
        for (const path of options.paths) this.blocks.set(path, block);
        return;
      case 'concerns':
        for (const path of options.paths) this.named(path, scope);
        return;
      case 'draw':
        return this.draw(call, scope);
      case 'mount':
        return mounted(this, call, scope);
      case 'direct':
      case 'resolve':
        return;
      default:
        if (deviseRoutes(this, call, scope) || this.named(name, scope)) return;
        if (block) this.inside(block, scope);
    }
  }

  private namespace(call: RouteCall, scope: RouteScope): void {
    const { options, block } = call;
    const name = options.paths[0] ?? '';
    const path = joinPaths(pathOf(scope), options.text('path') ?? name);
    const inner = this.scoped(
      {
        ...call,
        options: new RouteOptions(
          options.args.filter((arg) => arg.name !== null && arg.name !== 'path'),
          scope.variables,
        ),
      },
      scope,
    );
    const module = options.text('module') ?? name;
    this.inside(block, {
      ...inner,
      path,
      shallowPath: path,
      module: options.has('module') && module === '' ? scope.module : controllerPath(scope, module),
      controller: null,
      resource: null,
      level: 'nested',
    });
  }

  /** What the arguments of a block add to the scope around it. */
  private scoped({ name, options, at }: RouteCall, scope: RouteScope): RouteScope {
    const isPath = name === 'scope';
    const paths = isPath
      ? [...options.paths, ...(options.text('path') === null ? [] : [options.text('path') ?? ''])]
      : [];
    const path = paths.reduce(joinPaths, pathOf(scope));
    const module = options.text('module');
    const guards = [...scope.guards];
    if (name === 'authenticate' || name === 'authenticated')
      guards.push(requireUser(this.lower.names.refer('Devise', []), at));
    const given =
      name === 'constraints' ? options.args.find((arg) => arg.name === null)?.value : options.value('constraints');
    const constraint = given && constraintOf(given, at);
    if (constraint) guards.push(constraint);
    const controller = options.text('controller') ?? (name === 'controller' ? (options.paths[0] ?? null) : null);
    return {
      ...scope,
      guards,
      module: module === null ? scope.module : controllerPath(scope, module),
      shallow: scope.shallow || name === 'shallow' || options.isTrue('shallow'),
      ...(controller !== null && { controller }),
      ...(paths.length > 0 && { path, shallowPath: path, resource: null, level: 'nested' as const }),
    };
  }

  /** `draw :admin` reads `config/routes/admin.rb`. */
  private draw({ options, at }: RouteCall, scope: RouteScope): void {
    for (const path of options.paths) {
      const as = `routes/${path}`;
      this.add({ s: 'import', from: as, names: [{ name: 'routes', as }], line: at.line });
      this.add(mountOf({ e: 'name', name: as }, pathOf(scope), scope.guards, at));
    }
  }

  /** The action of a controller as a handler. */
  action(controller: string, action: string, at: GuardUse['at']): Expression {
    const name = this.lower.names.byPath(`${controller.replace(/-/g, '_')}_controller`, this.within);
    return { e: 'view', of: { e: 'name', name }, args: [], member: action, at };
  }
}

/** `ActiveAdmin.routes(self)`: pages of a package that asks for its own administrators. */
function engineCall(walk: RouteWalk, written: string, scope: RouteScope, at: GuardUse['at']): void {
  const path = joinPaths(pathOf(scope), ENGINE_CALLS.get(written) ?? '');
  const name = walk.lower.names.refer(written.replace(/\.\w+$/, ''), []);
  walk.add(routeOf(['ALL'], `${path}/*`, { e: 'name', name }, scope.guards, at));
}
