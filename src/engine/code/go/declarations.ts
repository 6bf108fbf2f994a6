/** Functions, methods, types and variables of a Go file. */
import type { TreeNode } from '../../parse/tree';
import type { CodeFacts } from '../facts';
import { MAX_TEXT, type ClassFact, type Expression, type FunctionFact, type Parameter } from '../model';
import { fieldNames } from './expressions';
import type { GoLowering } from './lowering';
import { named } from './nodes';
import { GoScope } from './scope';
import { lowerBlock, lowerStatement } from './statements';
import { typeExpression, typeName } from './types';

/** Name of the class that stands for the methods which a file adds to a type of another file. */
export function methodsOf(type: string): string {
  return `${type}()`;
}

/** Everything that a file declares. Types and functions come first: their order says nothing in Go. */
export function lowerFile(lower: GoLowering, root: TreeNode): Omit<CodeFacts, 'broken'> {
  const body = lower.block(() => {
    for (const [name, from] of lower.imports.all)
      lower.emit({ s: 'import', from, names: [{ name: null, as: name }], line: 1 });
    const declarations = named(root).flatMap((node) =>
      node.type === 'ERROR' ? named(node).filter(({ type }) => /_declaration$/.test(type)) : [node],
    );
    const types = declarations.filter(({ type }) => type === 'type_declaration').flatMap(named);
    types.forEach((spec) => noteType(lower, spec));
    classes(lower, types, declarations);
    for (const node of declarations) if (node.type === 'function_declaration') lowerFunction(lower, node);
    for (const kind of ['const_declaration', 'var_declaration'])
      for (const node of declarations) if (node.type === kind) lowerStatement(lower, node);
    for (const node of declarations) if (isStart(node, root)) start(lower, node);
  });
  return { language: 'go', body, functions: lower.functions, classes: lower.classes };
}

/** `init` runs when the package is loaded, `main` of the package of that name when the program starts. */
function isStart(node: TreeNode, root: TreeNode): boolean {
  if (node.type !== 'function_declaration') return false;
  const name = node.childForFieldName('name')?.text;
  const isProgram = named(root).some((one) => one.type === 'package_clause' && named(one)[0]?.text === 'main');
  return name === 'init' || (name === 'main' && isProgram);
}

function start(lower: GoLowering, node: TreeNode): void {
  const name = node.childForFieldName('name')?.text ?? '';
  const callee: Expression = { e: 'name', name };
  const value: Expression = { e: 'call', callee, args: [], at: lower.span(node) };
  lower.emit({ s: 'do', value, line: lower.line(node) });
}

/** What other declarations need to know of a type before they are lowered. */
function noteType(lower: GoLowering, spec: TreeNode): void {
  const name = spec.childForFieldName('name')?.text;
  const type = spec.childForFieldName('type');
  if (name === undefined || !type) return;
  if (spec.type === 'type_alias') {
    const of = typeName(type, lower);
    if (of !== undefined) lower.aliases.set(name, of);
  }
  const element = type.type === 'slice_type' ? type.childForFieldName('element') : null;
  if (element) lower.slices.set(name, element);
  if (type.type === 'function_type') lower.functionTypes.add(name);
  if (type.type !== 'struct_type') return;
  lower.structs.set(name, type);
  for (const field of fieldsOf(type)) {
    const own = typeName(field.childForFieldName('type'), lower);
    if (own !== undefined)
      for (const one of field.childrenForFieldName('name')) if (one) lower.fieldTypes.set(`${name}.${one.text}`, own);
  }
}

function fieldsOf(type: TreeNode): TreeNode[] {
  return named(named(type).find((child) => child.type === 'field_declaration_list')).filter(
    (field) => field.type === 'field_declaration',
  );
}

// Types with methods -------------------------------------------------------------------------------------------------------------------

/** A class for each struct and for each type with methods; methods of types of other files stand in a class of their own. */
function classes(lower: GoLowering, types: readonly TreeNode[], declarations: readonly TreeNode[]): void {
  const methods = new Map<string, TreeNode[]>();
  for (const node of declarations) {
    const owner = node.type === 'method_declaration' ? receiverOf(node)?.owner : undefined;
    if (owner !== undefined) methods.set(owner, [...(methods.get(owner) ?? []), node]);
  }
  for (const spec of types) {
    const name = spec.childForFieldName('name');
    const type = spec.childForFieldName('type');
    if (!name || !type || spec.type !== 'type_spec') continue;
    const own = methods.get(name.text) ?? [];
    methods.delete(name.text);
    const isInterface = type.type === 'interface_type';
    if (!isInterface && type.type !== 'struct_type' && own.length === 0) continue;
    const shape = type.type === 'struct_type' ? structure(lower, type) : isInterface ? promised(type) : {};
    declare(
      lower,
      { id: name.text, name: name.text, bases: [], decorators: [], ...shape, body: [], at: lower.span(name) },
      own,
    );
  }
  for (const [owner, own] of methods) {
    const [first] = own;
    const id = methodsOf(owner);
    if (first) declare(lower, { id, name: id, bases: [], decorators: [], body: [], at: lower.span(first) }, own);
  }
}

function declare(lower: GoLowering, fact: ClassFact, methods: readonly TreeNode[]): void {
  lower.classes[fact.id] = fact;
  fact.body = lower.block(() => methods.forEach((node) => lowerMethod(lower, node)));
  lower.emit({ s: 'class', id: fact.id, line: fact.at.line });
}

/** Tags that hold rules (gin-gonic.com/docs, "Model binding and validation"; pkg.go.dev/github.com/go-playground/validator/v10). */
export function ruleTags(struct: string): NonNullable<ClassFact['tags']> {
  return (['binding', 'validate'] as const).filter((name) => new RegExp(`\\b${name}:"[^"-]`).test(struct));
}

/** Fields with the types that may lead to other types of the workspace; embedded ones are bases. */
function structure(lower: GoLowering, type: TreeNode): Pick<ClassFact, 'bases' | 'fields' | 'embeds' | 'tags'> {
  const fields: NonNullable<ClassFact['fields']> = {};
  const bases: Expression[] = [];
  const embeds: string[] = [];
  for (const name of fieldNames(lower, type)) fields[name] = null;
  for (const field of fieldsOf(type)) {
    const own = typeExpression(field.childForFieldName('type'), lower);
    const names = field.childrenForFieldName('name').filter((one) => one !== null);
    for (const one of names) fields[one.text] = own;
    if (names.length === 0) embeds.push(field.childForFieldName('type')?.text.split(/[.*]/).pop() ?? '');
    if (names.length > 0 || !own) continue;
    bases.push(own);
    fields[own.e === 'name' || own.e === 'member' ? own.name : ''] = own;
  }
  const tags = ruleTags(lower.text(type));
  return { bases, fields, ...(embeds.length > 0 && { embeds }), ...(tags.length > 0 && { tags }) };
}

/** An interface, by the methods that it asks for. */
function promised(type: TreeNode): Pick<ClassFact, 'abstract' | 'fields'> {
  const methods = named(type).filter((one) => one.type === 'method_elem');
  const names = methods.flatMap((one) => one.childForFieldName('name')?.text ?? []);
  return { abstract: true, fields: Object.fromEntries(names.map((name) => [name, null])) };
}

function receiverOf(node: TreeNode): { owner: string; name: string | null } | undefined {
  const [parameter] = named(node.childForFieldName('receiver'));
  const owner = /[\w]+(?=\s*(?:\[|$))/.exec(parameter?.childForFieldName('type')?.text.replace(/^\*/, '') ?? '')?.[0];
  const name = parameter?.childForFieldName('name')?.text ?? null;
  return owner === undefined ? undefined : { owner, name };
}

function lowerMethod(lower: GoLowering, node: TreeNode): void {
  const receiver = receiverOf(node);
  const name = node.childForFieldName('name');
  if (!receiver || !name) return;
  const outer = lower.receiver;
  lower.receiver = receiver.name;
  const id = lower.idOf(`${receiver.owner}.${name.text}`);
  define(lower, node, id, name, receiver.owner);
  lower.receiver = outer;
}

// Functions ---------------------------------------------------------------------------------------------------------------------------

function lowerFunction(lower: GoLowering, node: TreeNode): void {
  const name = node.childForFieldName('name');
  if (name) define(lower, node, lower.idOf(name.text), name, null);
}

function define(lower: GoLowering, node: TreeNode, id: string, name: TreeNode, owner: string | null): void {
  // Reserves the id: functions inside get others.
  const own: Parameter[] = owner === null ? [] : [{ name: 'this', default: null, type: null }];
  const { params, body, input } = functionOf(lower, node, owner);
  lower.functions[id] = {
    id,
    name: name.text,
    params: [...own, ...params],
    decorators: [],
    body,
    ...(input && { input }),
    doc: docOf(node),
    at: lower.span(name),
    extent: lower.span(node),
  };
  lower.emit({ s: 'def', id, line: lower.line(node) });
}

/** A function that is written in place. */
export function lowerFunctionLiteral(lower: GoLowering, node: TreeNode): Expression {
  const id = lower.idOf('');
  const { params, body, input } = functionOf(lower, node, null);
  const extent = lower.span(node);
  const at = { ...extent, endLine: extent.line, endColumn: extent.column + 4 };
  lower.functions[id] = { id, name: '', params, decorators: [], body, ...(input && { input }), doc: null, at, extent };
  return { e: 'function', id };
}

function functionOf(
  lower: GoLowering,
  node: TreeNode,
  owner: string | null,
): Pick<FunctionFact, 'params' | 'body' | 'input'> {
  const outerScope = lower.scope;
  const outerResults = lower.results;
  lower.scope = new GoScope(outerScope);
  if (owner !== null && lower.receiver !== null) lower.scope.declare(lower.receiver, `.${owner}`);
  const params = parameters(lower, node.childForFieldName('parameters'));
  lower.results = resultNames(lower, node.childForFieldName('result'));
  lower.depth++;
  const body = lowerBlock(lower, node.childForFieldName('body'));
  lower.depth--;
  lower.scope = outerScope;
  lower.results = outerResults;
  return { params, body, input: lower.inputOf(node) };
}

function parameters(lower: GoLowering, list: TreeNode | null): Parameter[] {
  return named(list).flatMap((declaration, index) => {
    const type = declaration.childForFieldName('type');
    const names = declaration.childrenForFieldName('name').filter((one) => one !== null);
    const rest = declaration.type === 'variadic_parameter_declaration' ? { rest: 'list' as const } : {};
    const own = { default: null, type: typeExpression(type, lower), ...rest };
    // A parameter without a name is still one.
    if (names.length === 0) return [{ name: `_${index}`, ...own }];
    return names.map((one) => {
      lower.scope.declare(one.text, typeName(type, lower));
      return { name: one.text, ...own };
    });
  });
}

function resultNames(lower: GoLowering, result: TreeNode | null): string[] {
  if (result?.type !== 'parameter_list') return [];
  return named(result).flatMap((declaration) =>
    declaration.childrenForFieldName('name').flatMap((one) => {
      if (!one) return [];
      lower.scope.declare(one.text, typeName(declaration.childForFieldName('type'), lower));
      return [one.text];
    }),
  );
}

/** The comment right above. */
function docOf(node: TreeNode): string | null {
  const before = node.previousSibling;
  if (before?.type !== 'comment' || before.endPosition.row + 1 !== node.startPosition.row) return null;
  return before.text.replace(/^\/[/*]\s*/, '').slice(0, MAX_TEXT);
}
