/** What is told differently of an endpoint, in words. */
import { corsText, CSRF_WORDS, ROUTE_WORDS } from '../report/present';
import type { RouteEntry } from '../report/report';
import type { ChangedRoute } from '../routes/diff';

/** One text per fact that is another one now: `forged requests: protected → missing`. */
export function changesOf({ before, after }: ChangedRoute): string[] {
  const told: readonly { name: string; of: (route: RouteEntry) => string }[] = [
    { name: '', of: ({ verdict }) => ROUTE_WORDS[verdict] },
    { name: 'rate limited: ', of: ({ rateLimited }) => rateLimited },
    { name: 'input validated: ', of: ({ validated }) => validated },
    { name: 'authorisation: ', of: ({ authorisation }) => authorisation?.kind ?? 'nobody is asked' },
    { name: 'cross-origin: ', of: ({ cors }) => corsText(cors, false) || 'nothing mounts it' },
    { name: 'forged requests: ', of: ({ csrf }) => (csrf ? CSRF_WORDS[csrf.kind] : 'nothing mounts it') },
  ];
  return told.flatMap(({ name, of }) => (of(before) === of(after) ? [] : [`${name}${of(before)} → ${of(after)}`]));
}
