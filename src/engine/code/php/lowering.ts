/** Lowers PHP namespaces, classes, traits and functions. */
import type { TreeNode } from '../../parse/tree';
import type { Span } from '../../span';
import type { ClassFact, Expression, FunctionFact, Statement } from '../model';
import { inputFact, type PhpFramework } from './framework';
import { PhpStatements } from './statements';
import { field, named } from './values';

/** Properties whose values are kept: lists of middleware, of names and paths that it leaves out. */
const KEPT = /middleware|except|exclude|only|public|allow|skip|ignore/i;

export class PhpLowering extends PhpStatements {
  readonly classes: Record<string, ClassFact> = {};
  /** What classes and their attributes register, beside the file's own statements. */
  readonly registered: Statement[] = [];

  constructor(
    text: string,
    spanAt: (start: number, end: number) => Span,
    frameworks: readonly PhpFramework[],
    readonly path: string,
  ) {
    super(text, spanAt, frameworks);
  }

  /** The statements of a file. */
  module(root: TreeNode): Statement[] {
    const body = this.block(named(root));
    for (const framework of this.frameworks) {
      const read = framework.module(body, this);
      if (read) return read;
    }
    return body;
  }

  protected definition(node: TreeNode): boolean {
    switch (node.type) {
      case 'namespace_definition': {
        this.names.namespace = this.source(field(node, 'name'));
        const body = field(node, 'body');
        for (const statement of body ? this.block(named(body)) : []) this.emit(statement);
        return true;
      }
      case 'namespace_use_declaration':
        this.uses(node);
        return true;
      case 'class_declaration':
      case 'trait_declaration':
        this.typeDefinition(node);
        return true;
      case 'function_definition':
        this.method(node, null);
        return true;
      default:
        return false;
    }
  }

  private uses(node: TreeNode): void {
    const children = named(node);
    const group = children.find((child) => child.type === 'namespace_use_group');
    const prefix = group ? `${this.source(children[0] ?? null)}\\` : '';
    for (const clause of (group ? named(group) : children).filter((child) => child.type === 'namespace_use_clause')) {
      const alias = field(clause, 'alias');
      const name = prefix + this.source(clause.firstNamedChild);
      this.names.use(name, alias ? this.source(alias) : name.slice(name.lastIndexOf('\\') + 1));
    }
  }

  private typeDefinition(node: TreeNode): void {
    const nameNode = field(node, 'name') ?? node;
    const name = this.source(nameNode);
    this.names.defined.add(name);
    const parent = named(node).find((child) => child.type === 'base_clause')?.firstNamedChild ?? null;
    const members = field(node, 'body');
    const at = this.spanOf(nameNode);
    const fact: ClassFact = { id: name, name, bases: [], decorators: this.attributes(node), body: [], at };
    const own = members ? named(members) : [];
    for (const member of own)
      if (member.type === 'use_declaration')
        fact.bases.push(
          ...named(member)
            .filter((one) => /name$/.test(one.type))
            .map((one) => this.lower(one)),
        );
    if (parent) fact.bases.push(this.lower(parent));
    this.classes[fact.id] = fact;
    for (const member of own) this.classMember(member, fact);
    for (const framework of this.frameworks) framework.classOf(fact, this);
    this.emit({ s: 'class', id: fact.id, line: node.startPosition.row + 1 });
  }

  private classMember(node: TreeNode, fact: ClassFact): void {
    if (node.type === 'method_declaration') this.method(node, fact);
    if (node.type !== 'property_declaration') return;
    for (const element of named(node)) {
      const name = this.source(field(element, 'name')).replace(/^\$/, '');
      const value = field(element, 'default_value');
      if (value && KEPT.test(name))
        fact.body.push({ s: 'let', to: { e: 'name', name }, value: this.lower(value), line: at(element) });
    }
  }

  private method(node: TreeNode, owner: ClassFact | null): void {
    const nameNode = field(node, 'name') ?? node;
    const name = this.source(nameNode);
    const id = this.uniqueId(owner ? `${owner.name}.${name}` : name);
    const parameters = field(node, 'parameters');
    const params = parameters ? this.parameters(parameters) : [];
    const asks = (parameters ? named(parameters) : []).filter((one) => !this.mayBeNull(one));
    const decorators = [node, ...asks].flatMap((one) => this.attributes(one));
    const body = field(node, 'body');
    const fact: FunctionFact = {
      id,
      name,
      params,
      decorators: [],
      body: body ? this.block(named(body)) : [],
      ...inputFact(this.frameworks, node, params, this),
      doc: null,
      at: this.spanOf(nameNode),
      extent: this.spanOf(node),
    };
    this.functions[id] = fact;
    if (decorators.length > 0) this.attached.set(id, decorators);
    const define: Statement = { s: 'def', id, line: at(node) };
    if (owner) owner.body.push(define);
    else this.emit(define);
  }

  /** `?User $user`, `User|null $user`, `$user = null`. */
  private mayBeNull(parameter: TreeNode): boolean {
    return field(parameter, 'default_value') !== null || /^\?|\bnull\b/.test(this.source(field(parameter, 'type')));
  }

  /** Attributes of methods and of parameters that hold something, by the ids of their functions. */
  readonly attached = new Map<string, Expression[]>();

  /** `#[Middleware('auth')]`, as calls. */
  private attributes(node: TreeNode): Expression[] {
    const list = field(node, 'attributes');
    const groups = list ? named(list).flatMap((group) => named(group)) : [];
    return groups.map((attribute) => ({
      e: 'call',
      callee: this.lower(attribute.firstNamedChild),
      args: this.args(field(attribute, 'parameters')),
      at: this.spanOf(attribute),
    }));
  }

  private uniqueId(base: string): string {
    let id = base;
    for (let n = 2; id in this.functions; n++) id = `${base}#${n}`;
    return id;
  }
}

function at(node: TreeNode): number {
  return node.startPosition.row + 1;
}
