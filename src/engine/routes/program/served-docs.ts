/** Pages about its interface that an application serves by itself, unless a setting switches them off. */
import type { Expression, Statement } from '../../code/model';
import type { ServedDocs } from '../../code/router-expression';
import { fileContext } from '../context';
import { docsRoute } from '../documentation';
import { both } from '../link/coverage';
import type { Interpreter } from './interpret';
import { nameOf, NOTHING, optionsOf, textOf, truth, type RouterNode, type Scope } from './values';

/** Where a page is, and under which condition; null = it is switched off. */
interface Settled {
  path: string;
  condition: string | null;
}

/** Adds the pages of an application to its routes. */
export function serveDocs(node: RouterNode, docs: readonly ServedDocs[], scope: Scope, program: Interpreter): void {
  // Nobody reads the pages of an application that a test makes for itself.
  if (fileContext(node.path, program.workspace.view(node.path)) === 'test') return;
  for (const { path, byDefault, needs, below, guarded } of docs) {
    const needed = needs ? settled(needs, '/', scope, program) : { path: '', condition: null };
    const page = path ? settled(path, byDefault, scope, program) : { path: byDefault, condition: null };
    if (!needed || !page || page.path === '') continue;
    const urls = ['', ...(below ?? [])].map((end) => page.path + end);
    const condition = both(program.condition, both(needed.condition, page.condition));
    addPage(node, urls, { guarded: guarded === true, condition });
  }
}

/** Adds one page; `guarded`: what stands before the written routes stands before it too. */
export function addPage(
  node: RouterNode,
  urls: string[],
  { guarded, condition }: { guarded: boolean; condition: string | null },
): void {
  const { bare, ...plain } = docsRoute(node.fact.framework, { e: 'other', parts: [] }, [], node.fact.at);
  const fact = {
    ...(guarded || !bare ? plain : { ...plain, bare }),
    // Where the application is made moves while somebody types.
    get line() {
      return node.fact.at.line;
    },
  };
  node.events.push({
    kind: 'route',
    path: node.path,
    fact,
    urls,
    methods: fact.methods,
    guards: [],
    handler: NOTHING,
    leftOutBy: [],
    owner: null,
    gap: null,
    condition,
  });
}

function settled(written: Expression, byDefault: string, scope: Scope, program: Interpreter): Settled | null {
  const expression = followed(written, scope, program);
  switch (expression.e) {
    case 'choose': {
      const test = nameOf(expression.test);
      const then = settled(expression.then, byDefault, scope, program);
      const otherwise = settled(expression.else, byDefault, scope, program);
      if (then && otherwise) return { ...then, condition: both(then.condition, otherwise.condition) };
      if (then) return { ...then, condition: both(test, then.condition) };
      return otherwise && { ...otherwise, condition: both(`not ${test}`, otherwise.condition) };
    }
    case 'and': {
      const right = settled(expression.right, byDefault, scope, program);
      return right && { ...right, condition: both(nameOf(expression.left), right.condition) };
    }
    case 'or':
      return (
        settled(expression.left, byDefault, scope, program) ?? settled(expression.right, byDefault, scope, program)
      );
  }
  const value = program.evaluate(expression, scope);
  const text = optionsOf(value)
    .map(textOf)
    .find((one) => one !== null);
  if (text !== undefined) {
    const isSwitched = value.v === 'choice' && optionsOf(value).some((option) => textOf(option) === null);
    return { path: text, condition: isSwitched ? `${nameOf(expression)} says so` : null };
  }
  return truth(value) === false ? null : { path: byDefault, condition: `${nameOf(expression)} says so` };
}

/** What a variable of the module was set to, so that its condition is seen. */
function followed(expression: Expression, scope: Scope, program: Interpreter): Expression {
  if (expression.e !== 'name') return expression;
  const { name } = expression;
  const sets = (statement: Statement): boolean =>
    statement.s === 'let' && statement.to.e === 'name' && statement.to.name === name;
  const [only, more] = program.facts(scope.path)?.body.filter(sets) ?? [];
  return only?.s === 'let' && more === undefined ? only.value : expression;
}
