/**
 * Filter chains of Spring Security: what `HttpSecurity` is told, in order, as rules of which the first that fits decides. Reference,
 * "Architecture" (the first chain that matches takes a request), "Authorize HttpServletRequests" (the first rule that matches decides; what
 * no rule of `authorizeHttpRequests` matches is denied, what none of the older `authorizeRequests` matches is not looked at).
 */
import { simpleType, typeName } from '../../../code/java/expressions';
import { named, type JavaLowering } from '../../../code/java/lowering';
import type { Expression, GuardUse, UseStatement } from '../../../code/model';
import type { Rule } from '../../../code/model-setup';
import type { TreeNode } from '../../../parse/tree';
import { PathLists } from './lists';
import { MARKS, marksOf } from './marks';
import { matchersOf, namesNothing, type Matchers } from './matchers';
import { meaning, outside, springApplication } from './names';
import { anonymousMay } from './spel';

/** Calls that say which requests the next rule is for. */
const RULES = /^(?:requestMatchers|antMatchers|mvcMatchers|pathMatchers|regexMatchers|antMatcher|mvcMatcher|matchers)$/;
/** Calls that say which requests a chain is for. */
const SCOPES = /^(?:securityMatchers?|requestMatcher|antMatcher|mvcMatcher|regexMatcher)$/;
const OPEN = /^(?:permitAll|anonymous)$/;
const CLOSED =
  /^(?:authenticated|fullyAuthenticated|rememberMe|denyAll|hasRole|hasAnyRole|hasAllRoles|hasAuthority|hasAnyAuthority|hasAllAuthorities|hasScope|hasAnyScope)$/;
const AUTHORIZE = /^(?:authorizeHttpRequests|authorizeRequests|authorizeExchange)$/;
/** Methods that are read as if their body stood where they are called. */
const MAX_INLINED = 6;

interface Pending {
  node: TreeNode;
  negated: boolean;
  /** What a condition adds to the paths. */
  also?: (Matchers & { condition: string })[];
}

export interface ChainPlace {
  /** Names the chain. */
  name: string;
  order: number | null;
}

/** Reads the rules of one chain. */
export class ChainReader {
  private readonly rules: UseStatement[] = [];
  private within: Expression[] | null = null;
  private pending: (Matchers & Pending) | null = null;
  /** How the chain looks at requests; null = not at all. */
  private authorizes: 'new' | 'old' | null = null;
  /** Inside `http.requestMatchers()`, which names what the chain is for. */
  private scoping = false;
  /** Inside a call that lists rules. */
  private listing = 0;
  private inlined = 0;
  /** What out of reach is given the chain; null = nothing. */
  private handedTo: string | null = null;
  private condition: string | null = null;
  private readonly above = new Map<string, TreeNode>();
  private readonly lists: PathLists;

  constructor(
    private readonly lower: JavaLowering,
    private readonly place: ChainPlace,
    private readonly node: TreeNode,
  ) {
    this.lists = new PathLists(lower);
  }

  /** The chain as statements about the application. */
  read(body: TreeNode): UseStatement[] {
    this.block(body);
    // What no rule is for.
    const rest = { paths: null, methods: [] };
    const name = this.lower.field(this.node, 'name') || 'configure';
    if (this.authorizes === null && this.handedTo !== null)
      this.add(rest, this.undecided(this.node, name, `${this.handedTo} may add rules`));
    else if (this.authorizes === 'new')
      this.add(rest, this.guard(this.node, meaning('refuses'), `${name} denies what no rule is for`));
    else {
      const why = this.authorizes === null ? 'lists no rules of access' : 'has no rule for this path';
      this.add(rest, { ...this.guard(this.node, meaning('permits'), name), ineffective: why }, { opens: true });
    }
    const chain = { list: this.list, order: this.place.order, within: this.within };
    return this.rules.map((use) => ({ ...use, rule: { ...use.rule, ...chain } }));
  }

  private get list(): string {
    return `${this.lower.file.path}#${this.place.name}`;
  }

  private block(node: TreeNode): void {
    for (const child of named(node)) this.statement(child);
  }

  private statement(node: TreeNode): void {
    switch (node.type) {
      case 'expression_statement':
      case 'return_statement':
        return this.expression(node.firstNamedChild);
      case 'local_variable_declaration':
        for (const declarator of named(node))
          if (declarator.type === 'variable_declarator') {
            this.lists.declare(declarator);
            this.expression(declarator.childForFieldName('value'));
          }
        return;
      case 'if_statement':
        return this.branch(node);
      case 'enhanced_for_statement': {
        const name = this.lower.field(node, 'name');
        const over = node.childForFieldName('value');
        const body = node.childForFieldName('body');
        if (over) this.above.set(name, over);
        if (body) this.statement(body);
        this.above.delete(name);
        return;
      }
      case 'try_statement':
      case 'block':
        return this.block(node.childForFieldName('body') ?? node);
    }
  }

  /** Rules under a condition: which of them hold is not in the files. */
  private branch(node: TreeNode): void {
    const outer = this.condition;
    this.condition ??= this.lower.source(node.childForFieldName('condition') ?? node).slice(0, 60);
    for (const part of ['consequence', 'alternative']) {
      const inner = node.childForFieldName(part);
      if (inner) this.statement(inner);
    }
    this.condition = outer;
  }

  /** Calls in the order in which they are made. */
  private expression(node: TreeNode | null): void {
    if (node?.type !== 'method_invocation') return;
    const object = node.childForFieldName('object');
    const name = this.lower.field(node, 'name');
    const list = node.childForFieldName('arguments');
    const args = list ? named(list) : [];
    if (object?.type === 'method_invocation') this.expression(object);
    if (this.lists.grow(name, object, args, this.condition)) return;
    if (object?.type === 'super' && name === 'configure') this.authorizes = 'new';
    if (!object || object.type === 'this') return this.inline(name, args, node);
    if (object.type === 'identifier' && !this.isOwn(object)) this.handOn(args, node);
    this.call(name, args, node);
  }

  private call(name: string, args: readonly TreeNode[], node: TreeNode): void {
    if (AUTHORIZE.test(name)) {
      this.authorizes = name === 'authorizeRequests' ? 'old' : 'new';
      this.listing++;
      this.descend(args);
      this.followed(args, node);
      // Without a customizer the rules follow in the chain itself.
      if (args.length > 0) this.listing--;
      return;
    }
    if (name === 'and') this.listing = 0;
    if (name === 'and' || name === 'requestMatchers' || name === 'securityMatchers') this.scoping = false;
    if ((name === 'requestMatchers' || name === 'securityMatchers') && this.listing === 0) {
      this.scoping = args.length === 0 || args[0]?.type === 'lambda_expression';
      this.descend(args);
      if (args[0]?.type === 'lambda_expression') this.scoping = false;
      else if (args.length > 0) this.scope(args);
      return;
    }
    if (this.listing === 0 && (SCOPES.test(name) || (this.scoping && RULES.test(name)))) return this.scope(args);
    if (this.listing > 0 && RULES.test(name)) return this.matchers(name, args, node);
    if (this.listing > 0 && (name === 'anyRequest' || name === 'anyExchange')) {
      this.pending = { paths: null, methods: [], node, negated: false };
      return;
    }
    this.marks(name, args, node);
    if (name === 'dispatcherTypeMatchers') this.pending = null;
    if (name === 'not' && this.pending) this.pending.negated = true;
    if (this.pending && (OPEN.test(name) || CLOSED.test(name) || name === 'access' || name === 'hasIpAddress'))
      return this.decide(name, args, node);
    if (/^(?:apply|with)$/.test(name) && args[0]?.type === 'object_creation_expression')
      this.handedTo ??= this.lower.source(args[0]).slice(0, 60);
    if (name === 'forEach') this.each(node, args);
    else if (/^addFilter(?:Before|After|At)?$/.test(name)) this.filter(args);
    else this.descend(args);
  }

  /** What the chain says of sessions and of forged requests. */
  private marks(name: string, args: readonly TreeNode[], node: TreeNode): void {
    for (const { mark, paths } of marksOf(name, args, node, this.lower)) {
      const value: Expression = { e: 'import', from: `${MARKS}${mark}`, line: 0 };
      const named = this.lower.span(node.childForFieldName('name') ?? node);
      this.add({ paths, methods: [] }, { as: 'middleware', value, name, at: named }, { always: true });
    }
  }

  /** `urls.forEach(url -> auth.requestMatchers(url).permitAll())`. */
  private each(node: TreeNode, args: readonly TreeNode[]): void {
    const over = node.childForFieldName('object');
    const parameter = args[0]?.childForFieldName('parameters');
    const name = parameter ? this.lower.source(parameter).replace(/^\(|\)$/g, '') : '';
    if (over) this.above.set(name, over);
    this.descend(args);
    this.above.delete(name);
  }

  private matchers(name: string, args: readonly TreeNode[], node: TreeNode): void {
    const { always, sometimes } = this.lists.named(args);
    const found = matchersOf(this.lower, always, this.above);
    const also = sometimes.map(({ nodes, condition }) => ({
      ...matchersOf(this.lower, nodes, this.above),
      methods: found.methods,
      condition,
    }));
    const isRegex = name === 'regexMatchers';
    this.pending = { ...found, ...(isRegex && { paths: [{ e: 'other', parts: [] }] }), node, negated: false, also };
  }

  private scope(args: readonly TreeNode[]): void {
    const { paths } = matchersOf(this.lower, this.lists.named(args).always, this.above);
    if (paths) this.within = [...(this.within ?? []), ...paths];
  }

  /** Bodies of lambdas, and methods of this class that are named in their place. */
  private descend(args: readonly TreeNode[]): void {
    for (const arg of args) {
      if (arg.type === 'lambda_expression') {
        const body = arg.childForFieldName('body');
        if (body?.type === 'block') this.block(body);
        else this.expression(body);
      } else if (arg.type === 'method_reference' && /^this::/.test(this.lower.source(arg)))
        this.inline(this.lower.source(arg).slice('this::'.length));
    }
  }

  /** Whether a name is what rules are said to: a parameter of the method or of a lambda. */
  private isOwn(node: TreeNode): boolean {
    const type = this.lower.typeOf(this.lower.source(node));
    return type !== undefined && /HttpSecurity$/.test(simpleType(this.lower, type));
  }

  /** What is given the chain may add rules to it. */
  private handOn(args: readonly TreeNode[], node: TreeNode): void {
    if (args.some((arg) => arg.type === 'identifier' && this.isOwn(arg)))
      this.handedTo ??= this.lower.source(node).slice(0, 60);
  }

  private inline(name: string, args: readonly TreeNode[] = [], node: TreeNode | null = null): void {
    const body = this.lower.around.at(-1)?.methods.get(name)?.childForFieldName('body');
    if (!body && node) this.handOn(args, node);
    if (!body || this.inlined >= MAX_INLINED) return;
    this.inlined++;
    this.block(body);
    this.inlined--;
  }

  /** Rules that are listed somewhere else. */
  private followed(args: readonly TreeNode[], node: TreeNode): void {
    const [arg] = args;
    if (
      !arg ||
      /^(?:lambda_expression|method_reference)$/.test(arg.type) ||
      /withDefaults\(\)$/.test(this.lower.source(arg))
    )
      return;
    const name = this.lower.source(arg).slice(0, 60);
    this.add(
      { paths: null, methods: [] },
      this.undecided(node, name, `which rules ${name} adds could not be followed`),
    );
  }

  /** A rule: what its access says of callers who have not signed in. */
  private decide(name: string, args: readonly TreeNode[], node: TreeNode): void {
    const { pending, condition } = this;
    this.pending = null;
    if (!pending) return;
    const shown = this.shown(pending.node, node);
    const guard = this.access(name, args, node, shown, pending.negated);
    const opens = OPEN.test(name) && !pending.negated;
    // What lets every path through says nothing of any of them.
    const isSaid = !opens || !namesNothing(pending);
    this.add(
      pending,
      isSaid ? guard : { ...guard, ineffective: 'lets everybody through' },
      opens ? { opens: true } : {},
    );
    for (const { condition: holds, ...matchers } of pending.also ?? []) {
      this.condition = holds;
      this.add(matchers, guard, opens ? { opens: true } : {});
    }
    this.condition = condition;
  }

  private access(name: string, args: readonly TreeNode[], node: TreeNode, shown: string, isNegated: boolean): GuardUse {
    if (isNegated || name === 'hasIpAddress') return this.undecided(node, shown);
    if (name === 'access') return this.asked(args, node, shown);
    return this.guard(node, meaning(OPEN.test(name) ? 'permits' : 'refuses'), shown);
  }

  /** `access("hasRole('A')")`, or an object that is asked. */
  private asked(args: readonly TreeNode[], node: TreeNode, shown: string): GuardUse {
    const [arg] = args;
    const written = arg ? this.lower.source(arg) : '';
    const expression = /^(?:new WebExpressionAuthorizationManager\()?"((?:[^"\\]|\\.)*)"/.exec(written)?.[1];
    const may = expression === undefined ? managerMay(written) : anonymousMay(expression);
    if (may !== null) return this.guard(node, meaning(may ? 'permits' : 'refuses'), shown);
    return this.undecided(node, shown);
  }

  private undecided(node: TreeNode, name: string, why = `whom ${name} lets in could not be followed`): GuardUse {
    return { as: 'permission', value: { e: 'other', parts: [], why }, name, at: this.lower.span(node) };
  }

  private guard(node: TreeNode, value: Expression, name: string): GuardUse {
    const at = this.lower.span(node.childForFieldName('name') ?? node);
    return { as: 'step', value, name, at };
  }

  /** A filter that runs before the rules are asked. */
  private filter(args: readonly TreeNode[]): void {
    const [filter] = args;
    if (!filter) return;
    const value = filterValue(this.lower, filter);
    const guard: GuardUse = {
      as: 'middleware',
      value,
      name: simpleName(this.lower, filter),
      at: this.lower.span(filter),
    };
    this.add({ paths: null, methods: [] }, guard, { always: true });
  }

  private add({ paths, methods }: Matchers, guard: GuardUse, more: Pick<Rule, 'always' | 'opens'> = {}): void {
    const maybe =
      this.condition === null ? {} : { maybe: `${guard.name ?? 'a rule'} holds only where ${this.condition}` };
    this.rules.push({
      s: 'use',
      framework: 'spring',
      on: springApplication(this.lower),
      guard,
      paths,
      ...(methods.length > 0 && { methods }),
      reach: 'app',
      rule: { list: '', order: null, within: null, ...more, ...maybe },
      sockets: true,
      role: 'middleware',
      args: [],
      at: guard.at,
    });
  }

  /** `requestMatchers("/a").hasRole("X")`, on one line. */
  private shown(from: TreeNode, to: TreeNode): string {
    const start = from.childForFieldName('name')?.startIndex ?? from.startIndex;
    const written = this.lower.file.text.slice(start, to.endIndex).replace(/\s+/g, ' ').replace(/ \./g, '.');
    return written.length > 90 ? `${written.slice(0, 60)}….${this.lower.field(to, 'name')}()` : written;
  }
}

/** `AuthorityAuthorizationManager.hasRole("A")`, `allOf(hasRole("A"), …)`. */
function managerMay(written: string): boolean | null {
  if (
    /^(?:\w+AuthorizationManager\.|AuthorizationManagers\.allOf\()?(?:\w+AuthorizationManager\.)?(?:has\w*(?:Role|Authority|Authorities|Scope)s?|authenticated|fullyAuthenticated)\(/.test(
      written,
    )
  )
    return false;
  return null;
}

/** A filter by what it is made of: a new one, or one of a type that is injected or made by a method of the class. */
export function filterValue(lower: JavaLowering, node: TreeNode): Expression {
  if (node.type === 'identifier') {
    const type = lower.typeOf(lower.source(node));
    if (type && simpleType(lower, type) !== 'var') return { e: 'typed', type: typeName(lower, type) };
  }
  if (node.type === 'method_invocation' && !node.childForFieldName('object')) {
    const type = lower.around.at(-1)?.methods.get(lower.field(node, 'name'))?.childForFieldName('type');
    if (type) return { e: 'typed', type: typeName(lower, type) };
  }
  if (node.type === 'object_creation_expression') {
    const type = node.childForFieldName('type');
    return { e: 'typed', type: typeName(lower, type) };
  }
  return outside(lower, lower.expression(node));
}

function simpleName(lower: JavaLowering, node: TreeNode): string {
  const written = lower.source(node);
  return (/^new (\w+)/.exec(written)?.[1] ?? written).slice(0, 60);
}
