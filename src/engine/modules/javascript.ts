/** Imports and exports of JavaScript and TypeScript, read from the plain TypeScript tree (no TS-ESTree is built for it). */
import type ts from 'typescript';
import { defineExtractor } from '../collect/extractor';
import type { SourceFile } from '../collect/source-file';
import { WHOLE, type ExportFact, type ImportFact, type ModuleFacts } from './facts';

type Api = typeof ts;

/** Languages whose files are modules of JavaScript. */
export const JAVASCRIPT_LANGUAGES = ['javascript', 'typescript', 'vue', 'svelte', 'astro'] as const;

export const moduleExtractor = defineExtractor({
  part: 'module',
  version: 1,
  languages: JAVASCRIPT_LANGUAGES,
  prefilter: (text) => /\b(import|export|require|exports)\b/.test(text),
  extract(file) {
    const source = file.typescript;
    const api = file.tsApi;
    return source && api ? new ModuleReader(file, source, api).read() : undefined;
  },
});

class ModuleReader {
  private readonly imports: ImportFact[] = [];
  private readonly exports: ExportFact[] = [];
  private esModule = false;
  private commonJs = false;

  constructor(
    private readonly file: SourceFile,
    private readonly source: ts.SourceFile,
    private readonly ts: Api,
  ) {}

  read(): ModuleFacts | undefined {
    for (const statement of this.source.statements) this.statement(statement);
    if (/\b(require|exports|import)\b\s*[(.[=]/.test(this.file.text)) this.visit(this.source, false);
    if (this.imports.length === 0 && this.exports.length === 0) return undefined;
    return { commonJs: this.commonJs && !this.esModule, imports: this.imports, exports: this.exports };
  }

  private statement(node: ts.Statement): void {
    const { ts } = this;
    if (ts.isImportDeclaration(node)) this.importDeclaration(node);
    else if (ts.isImportEqualsDeclaration(node)) this.importEquals(node);
    else if (ts.isExportDeclaration(node)) this.exportDeclaration(node);
    else if (ts.isExportAssignment(node)) {
      this.esModule ||= !node.isExportEquals;
      this.exportValue(node.isExportEquals ? WHOLE : 'default', node.expression, node);
    } else if (this.hasModifier(node, ts.SyntaxKind.ExportKeyword)) this.exportedDeclaration(node);
  }

  private importDeclaration(node: ts.ImportDeclaration): void {
    const { ts } = this;
    this.esModule = true;
    if (!ts.isStringLiteralLike(node.moduleSpecifier)) return;
    const from = node.moduleSpecifier.text;
    const clause = node.importClause;
    if (!clause) return this.addImport(null, '*', from, 'import', node);
    const typeOnly = clause.isTypeOnly;
    if (clause.name) this.addImport(clause.name.text, 'default', from, 'import', clause.name, { typeOnly });
    const bindings = clause.namedBindings;
    if (!bindings) return;
    if (ts.isNamespaceImport(bindings)) {
      return this.addImport(bindings.name.text, '*', from, 'import', bindings, { typeOnly });
    }
    for (const element of bindings.elements) {
      const name = element.propertyName?.text ?? element.name.text;
      this.addImport(element.name.text, name, from, 'import', element, { typeOnly: typeOnly || element.isTypeOnly });
    }
  }

  /** `import x = require('y')`. */
  private importEquals(node: ts.ImportEqualsDeclaration): void {
    const { ts } = this;
    const reference = node.moduleReference;
    if (!ts.isExternalModuleReference(reference) || !ts.isStringLiteralLike(reference.expression)) return;
    this.addImport(node.name.text, WHOLE, reference.expression.text, 'require', node, { typeOnly: node.isTypeOnly });
  }

  private exportDeclaration(node: ts.ExportDeclaration): void {
    const { ts } = this;
    this.esModule = true;
    const from =
      node.moduleSpecifier && ts.isStringLiteralLike(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
    const typeOnly = node.isTypeOnly;
    const clause = node.exportClause;
    if (!clause) {
      if (from !== undefined) this.addExport({ name: '*', from, fromName: '*' }, node, typeOnly);
    } else if (ts.isNamespaceExport(clause)) {
      if (from !== undefined) this.addExport({ name: clause.name.text, from, fromName: '*' }, node, typeOnly);
    } else {
      for (const element of clause.elements) {
        const inner = element.propertyName?.text ?? element.name.text;
        const fact = from === undefined ? { local: inner } : { from, fromName: inner };
        this.addExport({ name: element.name.text, ...fact }, element, typeOnly || element.isTypeOnly);
      }
    }
  }

  private exportedDeclaration(node: ts.Statement): void {
    const { ts } = this;
    this.esModule = true;
    const isDefault = this.hasModifier(node, ts.SyntaxKind.DefaultKeyword);
    if (ts.isVariableStatement(node)) {
      for (const declaration of node.declarationList.declarations) this.exportedNames(declaration.name, node);
    } else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
      const local = node.name?.text ?? '<default>';
      this.addExport({ name: isDefault ? 'default' : local, local }, node.name ?? node);
    } else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      this.addExport({ name: isDefault ? 'default' : node.name.text, local: node.name.text }, node.name, true);
    }
  }

  private exportedNames(name: ts.BindingName, node: ts.Node): void {
    const { ts } = this;
    if (ts.isIdentifier(name)) return this.addExport({ name: name.text, local: name.text }, name);
    for (const element of name.elements) if (ts.isBindingElement(element)) this.exportedNames(element.name, node);
  }

  /** Everything below the top level that imports or exports: `require`, `import()`, assignments to `exports`. */
  private visit(node: ts.Node, guarded: boolean): void {
    const { ts } = this;
    if (ts.isCallExpression(node)) this.call(node, guarded);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      this.assignment(node);
    const inner = guarded || ts.isTryStatement(node) || ts.isIfStatement(node) || ts.isConditionalExpression(node);
    ts.forEachChild(node, (child) => this.visit(child, inner));
  }

  private call(node: ts.CallExpression, guarded: boolean): void {
    const { ts } = this;
    const dynamic = node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const required = ts.isIdentifier(node.expression) && node.expression.text === 'require';
    if (!dynamic && !required) return this.objectAssign(node);
    const argument = node.arguments[0];
    if (!argument || !ts.isStringLiteralLike(argument)) return;
    if (required) this.commonJs = true;
    this.bindImport(node, argument.text, dynamic ? '*' : WHOLE, dynamic ? 'dynamic' : 'require', guarded);
  }

  /** Finds what a `require(…)` or `await import(…)` is bound to by looking outwards. */
  private bindImport(
    call: ts.CallExpression,
    from: string,
    whole: string,
    how: ImportFact['how'],
    guarded: boolean,
  ): void {
    const { ts } = this;
    let node: ts.Node = call;
    while (
      ts.isAwaitExpression(node.parent) ||
      ts.isParenthesizedExpression(node.parent) ||
      ts.isAsExpression(node.parent) ||
      ts.isNonNullExpression(node.parent)
    ) {
      node = node.parent;
    }
    let name = whole;
    if (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) {
      name = node.parent.name.text;
      node = node.parent;
    }
    const parent = node.parent;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
      if (ts.isIdentifier(parent.name)) return this.addImport(parent.name.text, name, from, how, parent, { guarded });
      if (ts.isObjectBindingPattern(parent.name)) return this.pattern(parent.name, name, whole, from, how, guarded);
    }
    if (
      ts.isBinaryExpression(parent) &&
      parent.right === node &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(parent.left)
    ) {
      return this.addImport(parent.left.text, name, from, how, parent, { guarded });
    }
    this.addImport(null, name, from, how, call, { guarded });
  }

  private pattern(
    pattern: ts.ObjectBindingPattern,
    name: string,
    whole: string,
    from: string,
    how: ImportFact['how'],
    guarded: boolean,
  ): void {
    const { ts } = this;
    for (const element of pattern.elements) {
      if (!ts.isIdentifier(element.name)) continue;
      const key = element.propertyName && ts.isIdentifier(element.propertyName) ? element.propertyName.text : undefined;
      // `const { a } = require('m').b` takes a member of a member; the name of the outer one is what can be followed.
      const taken = name === whole ? (key ?? element.name.text) : name;
      this.addImport(element.name.text, taken, from, how, element, { guarded });
    }
  }

  private assignment(node: ts.BinaryExpression): void {
    const target = this.exportTarget(node.left);
    if (target === undefined) return;
    this.commonJs = true;
    this.exportValue(target, node.right, node);
  }

  /** `module.exports` → `=`, `exports.a` and `module.exports.a` → `a`. */
  private exportTarget(node: ts.Expression): string | undefined {
    const { ts } = this;
    if (!ts.isPropertyAccessExpression(node)) return undefined;
    if (this.isModuleExports(node)) return WHOLE;
    const holder = node.expression;
    const ofExports = ts.isIdentifier(holder) && holder.text === 'exports';
    return ofExports || this.isModuleExports(holder) ? node.name.text : undefined;
  }

  private isModuleExports(node: ts.Expression): boolean {
    const { ts } = this;
    return (
      ts.isPropertyAccessExpression(node) &&
      node.name.text === 'exports' &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'module'
    );
  }

  /** `Object.assign(module.exports, require('./a'))`. */
  private objectAssign(node: ts.CallExpression): void {
    const { ts } = this;
    const [target, ...values] = node.arguments;
    if (!ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== 'assign' || !target) return;
    const isExports = this.isModuleExports(target) || (ts.isIdentifier(target) && target.text === 'exports');
    if (!isExports) return;
    for (const value of values) this.spread(value, node);
  }

  private spread(value: ts.Expression, node: ts.Node): void {
    const from = this.required(value);
    if (from !== undefined) this.addExport({ name: '*', from, fromName: '*' }, node);
    else if (this.ts.isObjectLiteralExpression(value)) this.objectExports(value);
  }

  private exportValue(name: string, expression: ts.Expression, node: ts.Node): void {
    const { ts } = this;
    const value = this.unwrap(expression);
    const from = this.required(value);
    if (from !== undefined) return this.addExport({ name, from, fromName: WHOLE }, node);
    if (ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      // `exports = module.exports = x`: the inner assignment is visited on its own.
      return name === WHOLE ? undefined : this.exportValue(name, value.right, node);
    }
    const chain = this.chain(value);
    if (chain) {
      const [local, ...members] = chain;
      return this.addExport({ name, local, ...(members.length > 0 ? { members } : {}) }, node);
    }
    if (ts.isObjectLiteralExpression(value)) this.objectExports(value);
    const own =
      (ts.isFunctionExpression(value) || ts.isClassExpression(value)) && value.name
        ? value.name.text
        : `<${name === WHOLE ? WHOLE : name}>`;
    this.addExport({ name, local: own }, node);
  }

  /** Members of an exported object are exports by name, as `require` destructures them. */
  private objectExports(object: ts.ObjectLiteralExpression): void {
    const { ts } = this;
    for (const property of object.properties) {
      if (ts.isSpreadAssignment(property)) this.spread(property.expression, property);
      else if (ts.isShorthandPropertyAssignment(property)) {
        this.addExport({ name: property.name.text, local: property.name.text }, property);
      } else if (property.name && (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name))) {
        const name = property.name.text;
        if (ts.isPropertyAssignment(property)) this.exportMember(name, property.initializer, property);
        else this.addExport({ name, local: `<${name}>` }, property);
      }
    }
  }

  private exportMember(name: string, expression: ts.Expression, node: ts.Node): void {
    const value = this.unwrap(expression);
    const from = this.required(value);
    const chain = this.chain(value);
    if (from !== undefined) this.addExport({ name, from, fromName: WHOLE }, node);
    else if (chain) {
      const [local, ...members] = chain;
      this.addExport({ name, local, ...(members.length > 0 ? { members } : {}) }, node);
    } else this.addExport({ name, local: `<${name}>` }, node);
  }

  /** `a.b.c` as `['a', 'b', 'c']`; undefined for anything else. */
  private chain(node: ts.Expression): [string, ...string[]] | undefined {
    const { ts } = this;
    if (ts.isIdentifier(node)) return [node.text];
    if (!ts.isPropertyAccessExpression(node)) return undefined;
    const outer = this.chain(node.expression);
    return outer && [...outer, node.name.text];
  }

  /** The specifier of `require('x')`. */
  private required(node: ts.Expression): string | undefined {
    const { ts } = this;
    const value = this.unwrap(node);
    if (!ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return undefined;
    const argument = value.arguments[0];
    return value.expression.text === 'require' && argument && ts.isStringLiteralLike(argument)
      ? argument.text
      : undefined;
  }

  private unwrap(node: ts.Expression): ts.Expression {
    const { ts } = this;
    let value = node;
    while (
      ts.isParenthesizedExpression(value) ||
      ts.isAsExpression(value) ||
      ts.isSatisfiesExpression(value) ||
      ts.isNonNullExpression(value)
    ) {
      value = value.expression;
    }
    return value;
  }

  private hasModifier(node: ts.Statement, kind: ts.SyntaxKind): boolean {
    const { ts } = this;
    return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
  }

  private addImport(
    local: string | null,
    name: string,
    from: string,
    how: ImportFact['how'],
    node: ts.Node,
    { typeOnly = false, guarded = false }: { typeOnly?: boolean; guarded?: boolean } = {},
  ): void {
    const fact: ImportFact = { local, name, from, how, span: this.spanOf(node) };
    if (typeOnly) fact.typeOnly = true;
    if (guarded) fact.guarded = true;
    this.imports.push(fact);
  }

  private addExport(fact: Omit<ExportFact, 'span'>, node: ts.Node, typeOnly = false): void {
    this.exports.push({ ...fact, ...(typeOnly ? { typeOnly: true as const } : {}), span: this.spanOf(node) });
  }

  private spanOf(node: ts.Node): ImportFact['span'] {
    return this.file.span(node.getStart(this.source), node.getEnd());
  }
}
