// Code facts as short lines, so that a test of a language adapter reads like the code it lowers.

import type { CodeFacts } from '../../src/engine/code/facts';
import type { Expression, Statement } from '../../src/engine/code/model';

/** The module's body and, indented under their ids, its functions and classes. */
export function showCode(facts: CodeFacts): string[] {
  return [
    ...facts.body.flatMap(showStatement),
    ...Object.values(facts.functions).flatMap((fact) => [
      `function ${fact.id}(${fact.params.map((parameter) => parameter.name).join(', ')})`,
      ...indented(fact.body),
    ]),
    ...Object.values(facts.classes).flatMap((fact) => [`class ${fact.id}`, ...indented(fact.body)]),
  ];
}

function indented(body: Statement[]): string[] {
  return body.flatMap(showStatement).map((line) => `  ${line}`);
}

/** One statement, nested ones indented below it. */
export function showStatement(statement: Statement): string[] {
  switch (statement.s) {
    case 'do':
      return [showExpression(statement.value)];
    case 'let':
      return [`${showExpression(statement.to)} = ${showExpression(statement.value)}`];
    case 'if':
      return [
        `if ${showExpression(statement.test)}`,
        ...indented(statement.then),
        ...(statement.else.length > 0 ? ['else', ...indented(statement.else)] : []),
      ];
    case 'return':
    case 'throw':
      return [statement.value ? `${statement.s} ${showExpression(statement.value)}` : statement.s];
    case 'try':
      return [
        'try',
        ...indented(statement.body),
        ...statement.catches.flatMap((one) => ['catch', ...indented(one.body)]),
        ...indented(statement.after),
      ];
    case 'loop':
      return [
        `for ${statement.as.join(', ')} of ${statement.over ? showExpression(statement.over) : '?'}`,
        ...indented(statement.body),
      ];
    case 'import':
    case 'export-from':
      return [
        `${statement.s} ${statement.from} ${statement.names.map((one) => `${one.name ?? '*'} as ${one.as}`).join(', ')}`.trim(),
      ];
    case 'export':
      return [`export ${statement.name} = ${showExpression(statement.value)}`];
    case 'route':
    case 'use':
    case 'mount':
    case 'serve':
      return [showRegistration(statement)];
    default:
      return [statement.s];
  }
}

function showRegistration(statement: Extract<Statement, { s: 'route' | 'use' | 'mount' | 'serve' }>): string {
  const list = (values: readonly Expression[]): string => values.map(showExpression).join(', ');
  switch (statement.s) {
    case 'route': {
      const guards = statement.guards.map((guard) => showExpression(guard.value)).join(', ');
      const method = statement.methodFrom ? `<${showExpression(statement.methodFrom)}>` : statement.methods.join();
      return `route ${showExpression(statement.on)} ${method} ${list(statement.paths)} [${guards}] ${showExpression(statement.handler)}`;
    }
    case 'use': {
      const words = [
        statement.match ?? '',
        statement.methods?.join() ?? '',
        statement.role === 'middleware' ? '' : statement.role,
      ];
      const where = [statement.paths ? list(statement.paths) : '*', ...words].filter((word) => word !== '').join(' ');
      return `use ${showExpression(statement.on)} ${where} ${showExpression(statement.guard.value)}`;
    }
    case 'mount':
      return `mount ${showExpression(statement.what)} into ${showExpression(statement.into)}`;
    case 'serve':
      return `serve ${showExpression(statement.app)} ${statement.host ? showExpression(statement.host) : '*'}`;
  }
}

/** One expression on one line. */
export function showExpression(expression: Expression): string {
  const list = (values: readonly Expression[]): string => values.map(showExpression).join(', ');
  switch (expression.e) {
    case 'name':
      return expression.name;
    case 'member':
      return `${showExpression(expression.of)}.${expression.name}`;
    case 'default':
      return `default ${expression.name}`;
    case 'load':
      return `load ${showExpression(expression.what)}`;
    case 'index':
      return `${showExpression(expression.of)}[${showExpression(expression.key)}]`;
    case 'call': {
      const call = `${showExpression(expression.callee)}(${list(expression.args.map((one) => one.value))})`;
      return expression.create ? `new ${call}` : call;
    }
    case 'text':
      return JSON.stringify(expression.value);
    case 'constant':
      return String(expression.value);
    case 'list':
      return `[${list(expression.items)}]`;
    case 'record':
      return `{${expression.entries.map(({ key, value }) => `${showExpression(key)}: ${showExpression(value)}`).join(', ')}}`;
    case 'spread':
      return `...${showExpression(expression.of)}`;
    case 'error':
      return `error of ${showExpression(expression.of)}`;
    case 'not':
      return `!${showExpression(expression.of)}`;
    case 'and':
    case 'or':
      return `(${showExpression(expression.left)} ${expression.e} ${showExpression(expression.right)})`;
    case 'compare':
      return `${showExpression(expression.left)} ${expression.op} ${showExpression(expression.right)}`;
    case 'choose':
      return `${showExpression(expression.test)} ? ${showExpression(expression.then)} : ${showExpression(expression.else)}`;
    case 'join':
      return `join(${list(expression.parts)})`;
    case 'regex':
      return `/${expression.source}/${expression.flags}`;
    case 'function':
      return `#${expression.id}`;
    case 'import':
      return `import(${expression.from})`;
    case 'setting':
      return expression.fallback
        ? `env.${expression.name} or ${showExpression(expression.fallback)}`
        : `env.${expression.name}`;
    case 'view':
      return `view ${showExpression(expression.of)}`;
    case 'other':
      return expression.parts.length > 0 ? `?(${list(expression.parts)})` : '?';
    case 'router':
      return expression.role;
    case 'application':
      return `application(${expression.package})`;
    case 'typed':
      return `an object of ${showExpression(expression.type)}`;
    case 'site':
      return `site(${expression.root})`;
    case 'guard':
      return `guard(${expression.value ? showExpression(expression.value) : ''})`;
    case 'annotated':
      return `annotated(${showExpression(expression.type)}; ${list(expression.guards)})`;
    case 'request':
      return `request.${expression.part}${expression.name === null ? '' : `.${expression.name}`}`;
    case 'refusal':
      return `refuse(${expression.redirect ? 'redirect' : expression.status}${expression.sends ? '' : ', to be thrown'})`;
    case 'metadata':
    case 'named':
      return `${expression.e}(${showExpression(expression.key)})`;
    case 'attach':
      return `attach(${showExpression(expression.key)}: ${showExpression(expression.value)})`;
    case 'shared':
      return `shared(${showExpression(expression.of)})`;
    case 'registration':
    case 'proceed':
      return expression.e;
  }
}
