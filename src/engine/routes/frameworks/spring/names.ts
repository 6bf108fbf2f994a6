/** Values of the Spring description: the applications of a file, statuses, constants of annotations. */
import type { TreeNode } from '../../../parse/tree';
import { valuesOf } from '../../../code/java/annotations';
import { joined, text } from '../../../code/java/expressions';
import type { Annotation } from '../../../code/java/framework';
import type { JavaLowering } from '../../../code/java/lowering';
import type { Expression } from '../../../code/model';

/** Statuses that turn somebody away, by their names in `HttpStatus` and, with `SC_`, in `HttpServletResponse`. */
const STATUSES: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  PAYMENT_REQUIRED: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  CONFLICT: 409,
  GONE: 410,
  UNPROCESSABLE_ENTITY: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
};

/** The applications that find what this file declares. */
export function springApplication(lower: JavaLowering): Expression {
  return { e: 'application', framework: 'spring', package: lower.package };
}

/** Something of Spring Security's that stands for what it does with callers, by symbol (`effects` of the description). */
export function meaning(name: 'refuses' | 'permits'): Expression {
  return { e: 'import', from: `org.springframework.security.${name}`, line: 0 };
}

/** `401`, `HttpStatus.UNAUTHORIZED`, `HttpStatus.UNAUTHORIZED.value()`, `HttpServletResponse.SC_UNAUTHORIZED`; null = not literal. */
export function statusOf(lower: JavaLowering, node: TreeNode | undefined): number | null {
  if (!node) return null;
  const written = lower.source(node);
  if (/^\d{3}$/.test(written)) return Number(written);
  const name = /(?:^|\.)(?:SC_)?([A-Z][A-Z_]+)(?:\.value\(\))?$/.exec(written)?.[1];
  if (name === undefined) return null;
  return STATUSES[name] ?? (/^(?:OK|CREATED|ACCEPTED|NO_CONTENT)$/.test(name) ? 200 : null);
}

/** Values of an annotation's element, constants of the class around put in; they are evaluated outside the class. */
export function constantsOf(lower: JavaLowering, annotation: Annotation, ...keys: string[]): Expression[] {
  return valuesOf(annotation, ...keys).map((node) => outside(lower, lower.expression(node)));
}

/** An expression of a class as it reads outside it: `this` is the class, and literals of its own are put in. */
export function outside(lower: JavaLowering, expression: Expression): Expression {
  const owner = lower.around.at(-1);
  if (!owner) return expression;
  const replaced = (one: Expression): Expression => {
    switch (one.e) {
      case 'member': {
        const isOwn = one.of.e === 'name' && (one.of.name === 'this' || one.of.name === owner.name);
        const initial = isOwn ? owner.constants.get(one.name) : undefined;
        return initial ? replaced(lower.expression(initial)) : { ...one, of: replaced(one.of) };
      }
      case 'name':
        return one.name === 'this' ? { e: 'name', name: owner.name } : one;
      case 'list':
        return { ...one, items: one.items.map(replaced) };
      case 'join':
        return joined(one.parts.map(replaced));
      case 'call':
        return {
          ...one,
          callee: replaced(one.callee),
          args: one.args.map(({ name, value }) => ({ name, value: replaced(value) })),
        };
      default:
        return one;
    }
  };
  return replaced(expression);
}

/** A path: `${name:default}` is its default, a placeholder without one stays visible as a parameter. */
export function pathOf(expression: Expression): Expression {
  if (expression.e === 'join') return joined(expression.parts.map(pathOf));
  if (expression.e !== 'text') return expression;
  return text(
    expression.value.replace(/\$\{([^:}]+)(?::([^}]*))?\}/g, (_, name: string, given?: string) => given ?? `{${name}}`),
  );
}
