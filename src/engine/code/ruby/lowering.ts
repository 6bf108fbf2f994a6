/** Lowers Ruby modules, classes and methods. A module is a class that others take in; a namespace is part of its members' names. */
import type { TreeNode } from '../../parse/tree';
import type { Span } from '../../span';
import type { Argument, ClassFact, Expression, FilterFact, FunctionFact, Statement } from '../model';
import { builtin } from './builtins';
import { bodyNodes, lineOf, named, plainCall } from './values';
import type { RubyCall, RubyFramework } from './framework';
import { RubyStatements } from './statements';

/** Before the name of a class method among the attributes of a class. */
export const OF_CLASS = 'self.';

export class RubyLowering extends RubyStatements {
  readonly classes: Record<string, ClassFact> = {};
  /** The class at hand, and whether definitions are its own methods or the class's. */
  private current: { fact: ClassFact; body: Statement[]; ofClass: boolean } | null = null;
  /** Options that calls in the body of the class at hand share. */
  private options: Argument[] = [];
  /** Definitions of the file's modules and classes, in order. */
  readonly types: Statement[] = [];

  constructor(
    text: string,
    spanAt: (start: number, end: number) => Span,
    private readonly frameworks: readonly RubyFramework[],
    readonly path: string,
  ) {
    super(text, spanAt);
  }

  /** Statements of a file that is written in words of a framework; undefined where it is plain Ruby. */
  file(root: TreeNode): Statement[] | undefined {
    for (const framework of this.frameworks) {
      const statements = framework.file?.(root, this);
      if (statements) return statements;
    }
    return undefined;
  }

  /** Runs something with names that are local variables. */
  withLocals(names: readonly string[], run: () => void): void {
    const outer = this.locals;
    this.locals = new Set([...outer, ...names]);
    run();
    this.locals = outer;
  }

  protected meaning(call: RubyCall): Expression {
    for (const framework of this.frameworks) {
      const meaning = framework.call(call, this);
      if (meaning) return meaning;
    }
    return builtin(call) ?? plainCall(call);
  }

  protected indexed(of: Expression, key: Expression): Expression | undefined {
    for (const framework of this.frameworks) {
      const meaning = framework.index(of, key);
      if (meaning) return meaning;
    }
    return undefined;
  }

  protected definition(node: TreeNode): boolean {
    switch (node.type) {
      case 'module':
      case 'class':
        this.typeDefinition(node);
        return true;
      case 'method':
      case 'singleton_method':
        this.method(node, node.type === 'singleton_method');
        return true;
      case 'singleton_class':
        this.inside(node.childForFieldName('body'), true);
        return true;
      default:
        return false;
    }
  }

  private typeDefinition(node: TreeNode): void {
    const written = this.source(node.childForFieldName('name')).replace(/\s/g, '');
    const outer = this.nesting.at(-1);
    const name = written.startsWith('::') || outer === undefined ? written.replace(/^::/, '') : `${outer}::${written}`;
    this.names.defined.add(name);
    const superclass = node.childForFieldName('superclass')?.firstNamedChild ?? null;
    const base = superclass && this.lower(superclass);
    const at = this.spanOf(node.childForFieldName('name') ?? node);
    const fact: ClassFact = { id: this.uniqueId(name), name, bases: base ? [base] : [], decorators: [], body: [], at };
    if (base) this.filtersOf(fact).push({ f: 'take', of: base, at });
    const before = { current: this.current, locals: this.locals };
    this.nesting.push(name);
    this.locals = new Set();
    this.current = { fact, body: fact.body, ofClass: false };
    this.classes[fact.id] = fact;
    this.members(node.childForFieldName('body'));
    const methods = fact.body.flatMap((one) => (one.s === 'def' ? (this.functions[one.id] ?? []) : []));
    for (const framework of this.frameworks) framework.classOf?.(fact, methods, this);
    this.nesting.pop();
    this.current = before.current;
    this.locals = before.locals;
    // Classes are bound at the top of the file under their full names.
    this.types.push({ s: 'class', id: fact.id, line: lineOf(node) });
  }

  private inside(body: TreeNode | null, ofClass: boolean): void {
    const { current } = this;
    if (!current) return;
    this.current = { ...current, ofClass };
    this.members(body);
    this.current = current;
  }

  private members(body: TreeNode | null): void {
    for (const node of body ? named(body) : []) this.member(node);
  }

  private member(node: TreeNode): void {
    if (this.definition(node)) return;
    if (node.type === 'call') this.classCall(node);
    else if (node.type === 'identifier') this.filter(node);
    else if (/^(?:if|unless)(?:_modifier)?$/.test(node.type))
      for (const child of named(node).slice(0)) if (child !== node.childForFieldName('condition')) this.nested(child);
  }

  private nested(node: TreeNode): void {
    if (node.type === 'then' || node.type === 'else') this.members(node);
    else this.member(node);
  }

  /** A call in the body of a class: a mixin, a block of definitions, or something that acts on the class. */
  private classCall(node: TreeNode): void {
    const name = this.source(node.childForFieldName('method'));
    const block = node.childForFieldName('block');
    const args = node.childForFieldName('arguments');
    const isOwn = !node.childForFieldName('receiver');
    if (
      isOwn &&
      block &&
      (name === 'included' || name === 'class_methods' || name === 'prepended' || name === 'class_eval')
    )
      return this.inside(block.childForFieldName('body'), name === 'class_methods');
    if (isOwn && block && name === 'with_options') return this.withOptions(args, block);
    const definitions = args
      ? named(args).filter((child) => child.type === 'method' || child.type === 'singleton_method')
      : [];
    if (definitions.length > 0) return definitions.forEach((one) => this.member(one));
    if (isOwn && (name === 'include' || name === 'prepend')) this.mixins(args);
    else this.filter(node);
  }

  /** `with_options only: :show do … end`: what is said once for several calls. */
  private withOptions(args: TreeNode | null, block: TreeNode): void {
    const outer = this.options;
    this.options = [...outer, ...this.args(args)];
    const parameters = block.childForFieldName('parameters');
    this.withLocals(parameters ? named(parameters).map((one) => this.source(one)) : [], () =>
      this.members(block.childForFieldName('body')),
    );
    this.options = outer;
  }

  private mixins(args: TreeNode | null): void {
    const { current } = this;
    if (!current) return;
    for (const child of args ? named(args) : []) {
      if (child.type !== 'constant' && child.type !== 'scope_resolution') continue;
      const of = this.lower(child);
      // A later mixin is asked before an earlier one.
      current.fact.bases.unshift(of);
      this.filtersOf(current.fact).push({ f: 'take', of, at: this.spanOf(child) });
    }
  }

  private filtersOf(fact: ClassFact | FunctionFact): FilterFact[] {
    return (fact.filters ??= []);
  }

  private filter(node: TreeNode): void {
    const { current } = this;
    const found = current && this.filterOf(node);
    if (found && current) this.filtersOf(current.fact).push(found);
  }

  /** What a call on the class does to what stands before its actions. */
  private filterOf(node: TreeNode): FilterFact | undefined {
    const receiver = node.type === 'call' ? node.childForFieldName('receiver') : null;
    if (
      receiver &&
      receiver.type !== 'self' &&
      !(receiver.type === 'identifier' && this.locals.has(this.source(receiver)))
    )
      return undefined;
    const isCall = node.type === 'call';
    const name = this.source(isCall ? node.childForFieldName('method') : node);
    if (DECLARATIVE.test(name)) return undefined;
    const own = isCall ? this.args(node.childForFieldName('arguments')) : [];
    const args = [...own, ...this.options];
    const call = this.callOf(node, null, name, args, isCall ? node.childForFieldName('block') : null, false);
    for (const framework of this.frameworks) {
      const filter = framework.filter(call, this);
      if (filter) return filter;
    }
    return { f: 'call', name, args, at: call.at };
  }

  private method(node: TreeNode, ofClass: boolean): void {
    const { current } = this;
    const written = this.source(node.childForFieldName('name'));
    const isOfClass = ofClass || current?.ofClass === true;
    const name = isOfClass ? OF_CLASS + written : written;
    const id = this.uniqueId(current ? `${current.fact.name}.${name}` : name);
    const outer = { locals: this.locals, current };
    this.locals = new Set();
    this.methodName = written;
    const parameters = node.childForFieldName('parameters');
    const params = parameters ? this.parameters(parameters) : [];
    const body = node.childForFieldName('body');
    const fact: FunctionFact = {
      id,
      name,
      params,
      decorators: [],
      body: [],
      doc: null,
      at: this.spanOf(node.childForFieldName('name') ?? node),
      extent: this.spanOf(node),
    };
    // Its name is taken before others inside ask for one.
    this.functions[id] = fact;
    this.current = null;
    fact.body = this.block(bodyNodes(body), true);
    if (isOfClass && body) this.classFilters(body, fact);
    this.locals = outer.locals;
    this.current = outer.current;
    if (current) current.body.push({ s: 'def', id, line: lineOf(node) });
    else this.emit({ s: 'def', id, line: lineOf(node) });
  }

  /** What a class method does to the class that it is called on, whatever the conditions around it. */
  private classFilters(node: TreeNode, fact: FunctionFact): void {
    if (node.type === 'call') {
      const block = node.childForFieldName('block');
      const runs = /^(?:class_eval|class_exec|instance_eval)$/.test(this.source(node.childForFieldName('method')));
      if (block && runs) return this.classFilters(block, fact);
      const found = this.filterOf(node);
      if (found) this.filtersOf(fact).push(found);
    } else if (
      /^(?:body_statement|block_body|do_block|block|then|else|if|unless|if_modifier|unless_modifier|begin)$/.test(
        node.type,
      )
    )
      for (const child of named(node)) this.classFilters(child, fact);
  }

  private uniqueId(base: string): string {
    let id = base;
    for (let n = 2; id in this.functions || id in this.classes; n++) id = `${base}#${n}`;
    return id;
  }
}

/** Calls in class bodies that declare something else. */
const DECLARATIVE =
  /^(?:private|public|protected|module_function|attr_\w+|mattr_\w+|cattr_\w+|class_attribute|helper|helper_method|layout|alias_method|delegate|require|require_relative|require_dependency|extend|rescue_from|rescue_responses|respond_to|wrap_parameters|autoload|private_constant|raise|puts|define_method|has_\w+|belongs_to|validates?\w*|scope|enum|after_action|after_filter|skip_after_action)$/;
