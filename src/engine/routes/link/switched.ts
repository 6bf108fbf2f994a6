/** Handlers that a setting switches off. */
import type { Workspace } from '../../workspace';
import { linkProgram } from './link';
import { BodyRunner } from '../run/body';
import type { JudgedRoute } from '../verdict';

/** Whether the handler answers 403 or 404 unless a setting is on. */
export function isSwitchedBySetting({ route }: JudgedRoute, workspace: Workspace): boolean {
  const handler = route.handlerValue;
  if (handler?.v !== 'function') return false;
  const runner = new BodyRunner(workspace.derive(linkProgram).interpreter);
  const scenario = { credential: 'junk' as const, url: route.url, method: route.method };
  return runner
    .run(handler, new Map(), scenario, 'handler')
    .some(({ refusal, assumptions }) => assumptions.length > 0 && (refusal?.status === 404 || refusal?.status === 403));
}
