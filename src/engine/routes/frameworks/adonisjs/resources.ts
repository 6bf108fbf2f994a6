/** Routes of an AdonisJS resource. docs.adonisjs.com ("Resource-driven controllers"). */
import type { Lowering } from '../../../code/javascript/lowering';
import { valuesOf, type Chain } from './chain';

interface ResourceRoute {
  action: string;
  methods: string[];
  path: string;
}

const FORMS = new Set(['create', 'edit']);

/** `posts.comments` → `/posts/:post_id/comments/:id`. */
export function resourceRoutes(name: string, chain: Chain, lower: Lowering): ResourceRoute[] {
  const parts = name.replace(/^\//, '').split('.');
  const base = parts
    .map((part, index) => (index < parts.length - 1 ? `/${part}/:${singular(part)}_id` : `/${part}`))
    .join('');
  const one = `${base}/:id`;
  const all: ResourceRoute[] = [
    { action: 'index', methods: ['GET'], path: base },
    { action: 'create', methods: ['GET'], path: `${base}/create` },
    { action: 'store', methods: ['POST'], path: base },
    { action: 'show', methods: ['GET'], path: one },
    { action: 'edit', methods: ['GET'], path: `${one}/edit` },
    { action: 'update', methods: ['PUT', 'PATCH'], path: one },
    { action: 'destroy', methods: ['DELETE'], path: one },
  ];
  return chain.steps.slice(1).reduce((left, { name: step, args }) => {
    if (step === 'apiOnly') return left.filter(({ action }) => !FORMS.has(action));
    const actions = step === 'only' || step === 'except' ? valuesOf(args[0], lower) : [];
    if (step === 'only') return left.filter(({ action }) => actions.includes(action));
    return step === 'except' ? left.filter(({ action }) => !actions.includes(action)) : left;
  }, all);
}

function singular(word: string): string {
  return word.replace(/ies$/, 'y').replace(/(?<!s)s$/, '');
}
