/**
 * Routes of functional endpoints: beans that are made of `RouterFunctions`. Spring Framework reference, "Functional Endpoints": nested
 * paths stand before those inside.
 */
import { annotationOf } from '../../../code/java/annotations';
import { joined, member, other, simpleType, typeName } from '../../../code/java/expressions';
import { named, type JavaLowering } from '../../../code/java/lowering';
import type { Expression } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { outside, pathOf, springApplication } from './names';

const VERBS = /^(?:GET|POST|PUT|PATCH|DELETE)$/;

/** Declares the routes of the beans of a configuration class. */
export function springFunctions(node: TreeNode, lower: JavaLowering): void {
  const body = node.childForFieldName('body');
  for (const method of body ? named(body) : []) {
    const type = method.type === 'method_declaration' ? method.childForFieldName('type') : null;
    const inner = method.childForFieldName('body');
    if (!type || !inner || simpleType(lower, type) !== 'RouterFunction' || !annotationOf(lower, method, /^Bean$/))
      continue;
    lower.block(() => {
      for (const one of named(method.childForFieldName('parameters') ?? method))
        if (one.type === 'formal_parameter') lower.local(lower.field(one, 'name'), one.childForFieldName('type'));
      new Functions(lower).visit(inner, []);
    });
  }
}

class Functions {
  constructor(private readonly lower: JavaLowering) {}

  /** `above`: paths of what it is nested in. */
  visit(node: TreeNode, above: readonly Expression[]): void {
    if (node.type !== 'method_invocation') {
      for (const child of named(node)) this.visit(child, above);
      return;
    }
    const { lower } = this;
    const name = lower.field(node, 'name');
    const args = named(node.childForFieldName('arguments') ?? node);
    const object = node.childForFieldName('object');
    if (object) this.visit(object, above);
    const [first, second] = args;
    if (VERBS.test(name) && first && second) return this.route(name, first, args.at(-1) ?? second, above);
    const inside = first && second && /^(?:nest|path|andNest)$/.test(name) ? this.pathIn(first) : undefined;
    if (inside) return args.slice(1).forEach((arg) => this.visit(arg, [...above, inside]));
    const predicate = first && second && /^(?:route|andRoute)$/.test(name) ? this.predicate(first) : undefined;
    if (predicate && first && second) return this.route(predicate.verb, predicate.path, second, above);
    for (const arg of args) this.visit(arg, above);
  }

  /** `GET("/a").and(accept(JSON))`. */
  private predicate(node: TreeNode): { verb: string; path: TreeNode } | undefined {
    for (const call of node.descendantsOfType('method_invocation')) {
      const verb = call ? this.lower.field(call, 'name') : '';
      const [path] = call && VERBS.test(verb) ? named(call.childForFieldName('arguments') ?? call) : [];
      if (path) return { verb, path };
    }
    return undefined;
  }

  /** `"/a"`, `path("/a")`. */
  private pathIn(node: TreeNode): Expression | undefined {
    const call = node.type === 'method_invocation' ? named(node.childForFieldName('arguments') ?? node)[0] : node;
    return call && call.type !== 'lambda_expression' ? this.path(call) : undefined;
  }

  private path(node: TreeNode): Expression {
    return pathOf(outside(this.lower, this.lower.expression(node)));
  }

  private route(verb: string, path: TreeNode, handler: TreeNode, above: readonly Expression[]): void {
    const { lower } = this;
    const at = lower.span(path);
    lower.declare({
      s: 'route',
      framework: 'spring',
      on: springApplication(lower),
      methods: [verb],
      paths: [joined([...above, this.path(path)])],
      guards: [],
      handler: this.handler(handler),
      args: [],
      input: { state: 'unknown', at: null, what: null },
      at,
      line: lower.line(path),
      declLine: null,
    });
  }

  /** `handler::list`, where the handler is given to the bean. */
  private handler(node: TreeNode): Expression {
    const { lower } = this;
    if (node.type !== 'method_reference') return node.type === 'lambda_expression' ? lower.expression(node) : other();
    const [of, name] = named(node);
    const type = of?.type === 'identifier' ? lower.typeOf(lower.source(of)) : undefined;
    if (!type || !name) return outside(lower, lower.expression(node));
    return member({ e: 'typed', type: typeName(lower, type) }, lower.source(name));
  }
}
