/** Middleware that controllers name themselves. laravel.com/docs, "Controllers", "Controller Middleware". */
import type { PhpLowering } from '../../../code/php/lowering';
import type { Argument, ClassFact, Expression, FilterFact, Statement } from '../../../code/model';
import { chainOf, itemsOf } from './chains';
import { middlewareOf } from './middleware';

/** Adds to a class what its constructor, its static method and its attributes put before its actions. */
export function controllerOf(fact: ClassFact, lower: PhpLowering): void {
  const filters: FilterFact[] = [];
  const own = lower.functions[`${fact.name}.__construct`];
  const declared = lower.functions[`${fact.name}.middleware`];
  // A constructor of its own that does not call its parent's leaves the parent's middleware out.
  const inherits = !own || own.body.some((statement) => callsParent(statement));
  for (const of of fact.bases) if (inherits || of !== fact.bases.at(-1)) filters.push({ f: 'take', of, at: fact.at });
  for (const statement of own?.body ?? []) filters.push(...constructed(statement));
  for (const statement of declared?.body ?? [])
    if (statement.s === 'return' && statement.value?.e === 'list')
      filters.push(...statement.value.items.flatMap((one) => listed(one, fact)));
  filters.push(...fact.decorators.flatMap((one) => attribute(one, null)));
  for (const [id, attributes] of lower.attached)
    if (id.startsWith(`${fact.name}.`))
      filters.push(...attributes.flatMap((one) => attribute(one, id.slice(fact.name.length + 1))));
  if (filters.length > 0) fact.filters = [...(fact.filters ?? []), ...filters];
  fact.decorators = [];
}

function callsParent(statement: Statement): boolean {
  return (
    statement.s === 'do' &&
    statement.value.e === 'call' &&
    statement.value.callee.e === 'member' &&
    statement.value.callee.of.e === 'name' &&
    statement.value.callee.of.name === 'super'
  );
}

/** `$this->middleware('auth')->except('index')` */
function constructed(statement: Statement): FilterFact[] {
  const chain = statement.s === 'do' ? chainOf(statement.value) : null;
  const [first] = chain?.links ?? [];
  if (chain?.root !== 'this' || !first || !/^(?:middleware|authorizeResource)$/.test(first.name)) return [];
  const guards: Expression[] = first.name === 'middleware' ? itemsOf(first.args) : [{ e: 'text', value: 'can' }];
  const options = chain.links
    .slice(1)
    .flatMap(({ name, args }): Argument[] =>
      name === 'only' || name === 'except' ? [{ name, value: { e: 'list', items: itemsOf(args) } }] : [],
    );
  const given = first.args.find(({ value }) => value.e === 'record')?.value;
  return [
    add(
      guards.filter((one) => one.e !== 'record'),
      [...options, ...narrowing(given)],
      first.at,
    ),
  ];
}

/** `['only' => 'index']` as the second argument. */
function narrowing(value: Expression | undefined): Argument[] {
  if (value?.e !== 'record') return [];
  return value.entries.flatMap(({ key, value: one }): Argument[] =>
    key.e === 'text' && (key.value === 'only' || key.value === 'except') ? [{ name: key.value, value: one }] : [],
  );
}

/** `'auth'`, `new Middleware('auth', only: ['store'])` */
function listed(value: Expression, fact: ClassFact): FilterFact[] {
  if (value.e !== 'call' || !value.create) return [add([value], [], fact.at)];
  const [first] = value.args;
  const options = value.args.filter(({ name }) => name === 'only' || name === 'except');
  return first ? [add(itemsOf([{ name: null, value: first.value }]), options, value.at)] : [];
}

/** `#[Middleware('auth', only: ['store'])]`, on the class or on a method; `#[Authorize]` asks a policy. */
function attribute(value: Expression, method: string | null): FilterFact[] {
  if (value.e !== 'call' || value.callee.e !== 'name') return [];
  const name = value.callee.name.split('\\').pop();
  const options: Argument[] = method
    ? [{ name: 'only', value: { e: 'text', value: method } }]
    : value.args.filter((arg) => arg.name === 'only' || arg.name === 'except');
  if (name === 'Authorize') return [add([{ e: 'text', value: 'can' }], options, value.at)];
  if (name !== 'Middleware') return [];
  return [add(itemsOf(value.args), options, value.at)];
}

function add(guards: readonly Expression[], options: readonly Argument[], at: FilterFact['at']): FilterFact {
  const args = guards.map((one): Argument => ({ name: null, value: middlewareOf(one) }));
  return { f: 'add', as: 'middleware', args: [...args, ...options], at };
}
