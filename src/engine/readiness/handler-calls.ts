/** Names of the functions that a route's handler gets to, as far as code facts tell. */
import { linkProgram } from '../routes/link/link';
import type { FunctionFact } from '../code/model';
import type { Workspace } from '../workspace';

/** The handler's own name and the functions it calls, three steps deep; null when the handler is not known. */
export function handlerCalls(workspace: Workspace, path: string, line: number): Set<string> | null {
  const route = workspace
    .derive(linkProgram)
    .routes.find((candidate) => candidate.path === path && candidate.fact.line === line);
  const handler = route?.handler?.fact;
  if (!handler) return null;
  const byName = workspace.derive(functionsByName);
  const names = new Set<string>([handler.name]);
  let frontier: FunctionFact[] = [handler];
  for (let step = 0; step < 3 && frontier.length > 0; step++) {
    const next: FunctionFact[] = [];
    for (const fact of frontier)
      for (const name of calleesIn(fact)) {
        if (names.has(name)) continue;
        names.add(name);
        next.push(...(byName.get(name) ?? []).slice(0, 3));
      }
    frontier = next;
  }
  return names;
}

function functionsByName(workspace: Workspace): Map<string, FunctionFact[]> {
  const out = new Map<string, FunctionFact[]>();
  for (const { facts } of workspace.each('code'))
    for (const fact of Object.values(facts.functions)) {
      const namesakes = out.get(fact.name);
      if (namesakes) namesakes.push(fact);
      else out.set(fact.name, [fact]);
    }
  return out;
}

const callees = new WeakMap<FunctionFact['body'], ReadonlySet<string>>();

function calleesIn({ body }: FunctionFact): ReadonlySet<string> {
  let names = callees.get(body);
  if (!names) callees.set(body, (names = calleesOf(body)));
  return names;
}

/** Last names of everything that is called somewhere inside. */
function calleesOf(value: unknown, out = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) calleesOf(item, out);
  else if (typeof value === 'object' && value !== null) {
    if ('e' in value && value.e === 'call' && 'callee' in value) {
      const name = lastName(value.callee);
      if (name !== null) out.add(name);
    }
    for (const item of Object.values(value)) calleesOf(item, out);
  }
  return out;
}

function lastName(callee: unknown): string | null {
  if (typeof callee !== 'object' || callee === null || !('name' in callee)) return null;
  return typeof callee.name === 'string' ? callee.name : null;
}
