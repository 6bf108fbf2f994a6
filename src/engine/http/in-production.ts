/** What a condition is in production, as far as its words tell: `isProduction`, `NODE_ENV !== 'development'`, `not settings.DEBUG`. */
import type { Expression } from '../code/model';
import { nameOf } from '../routes/program/values';

const PRODUCTION = /^_*(?:is_?|in_?)?prod(?:uction)?(?:_?(?:mode|env(?:ironment)?))?$/i;
const DEVELOPMENT = /^_*(?:is_?|in_?)?(?:dev(?:elopment)?|local|debug)(?:_?(?:mode|env(?:ironment)?))?$/i;
/** Names of what says where a program runs. */
const WHERE = /env(?:ironment)?$|(?:^|_)(?:stage|mode|profile)$/i;

/** True or false in production; undefined where the words do not tell. */
export function holdsInProduction(condition: Expression): boolean | undefined {
  switch (condition.e) {
    case 'not':
      return opposite(holdsInProduction(condition.of));
    case 'and':
    case 'or': {
      const both = [holdsInProduction(condition.left), holdsInProduction(condition.right)];
      const decisive = condition.e === 'or';
      if (both.includes(decisive)) return decisive;
      return both.includes(undefined) ? undefined : !decisive;
    }
    case 'compare':
      return compared(condition);
    case 'name':
    case 'member':
    case 'call':
    case 'setting': {
      const name = lastWord(condition);
      if (PRODUCTION.test(name)) return true;
      return DEVELOPMENT.test(name) ? false : undefined;
    }
    default:
      return undefined;
  }
}

/** Where it runs, compared with the name of a place. */
function compared({ op, left, right }: Extract<Expression, { e: 'compare' }>): boolean | undefined {
  const [asked, place] = right.e === 'text' ? [left, right] : [right, left];
  if (place.e !== 'text' || !WHERE.test(lastWord(asked))) return undefined;
  const isThere = PRODUCTION.test(place.value);
  if (/^={2,3}$/.test(op)) return isThere;
  return /^!={1,2}$/.test(op) ? !isThere : undefined;
}

function opposite(known: boolean | undefined): boolean | undefined {
  return known === undefined ? undefined : !known;
}

/** `settings.is_production()` → `is_production`. */
function lastWord(expression: Expression): string {
  return nameOf(expression).replace(/\(\)$/, '').split('.').at(-1) ?? '';
}
