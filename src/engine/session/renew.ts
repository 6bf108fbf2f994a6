/**
 * Facts of a file that was collected again: whatever part says the same as before is the same object as before, so that what follows from
 * it alone is known to stand.
 */
import { isEqual } from '../json-equal';
import type { FactParts, FileFacts } from '../facts';
import type { Sharing } from '../code/sharing';
import { tracked } from '../code/tracked';
import { graft } from '../routes/program/graft';

/** The fresh facts, with the former parts in the place of equal ones. `former` counts as used up: code facts of it may live on, moved. */
export function renew(former: Partial<FactParts>, fresh: FileFacts, sharing: Sharing): FileFacts {
  const old: Partial<Record<string, unknown>> = former;
  const { code, ...others } = fresh.parts;
  const parts = Object.entries(others).map(([name, part]) => [name, isEqual(old[name], part) ? old[name] : part]);
  const renewed = Object.fromEntries(parts) as Partial<FactParts>;
  if (code) {
    sharing.into(code);
    renewed.code = former.code ? graft(former.code, code) : tracked(code);
  }
  return { ...fresh, parts: renewed };
}
