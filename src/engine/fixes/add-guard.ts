/** Puts the guard that sibling routes use before an open route, with its import. */
import { defineFix } from '../fix';
import { guardEdits, guardPath, writtenIn } from '../routes/edits/guard-edit';
import { siblingGuard } from '../routes/findings';
import { judgedRoutes } from '../routes/verdict';

export default defineFix({
  id: 'add-guard',
  title: (finding) =>
    `Add ${typeof finding.data.guard === 'string' ? finding.data.guard : 'the guard of the sibling routes'}`,
  safe: false,
  unsafeBecause: 'Callers who have not signed in are refused afterwards.',
  async build(finding, { workspace, readText }) {
    const judged = workspace
      .derive(judgedRoutes)
      .find(
        ({ route, url }) =>
          route.path === finding.path &&
          route.fact.line === finding.data.line &&
          route.method === finding.data.method &&
          url === finding.data.url,
      );
    if (judged && judged.verdict !== 'unprotected') return { refused: 'This route is not open to anyone any more.' };
    const guard = judged && siblingGuard(workspace, judged);
    if (!judged || !guard) return { refused: 'No sibling route uses a guard any more.' };
    const path = guardPath(judged.route, workspace);
    const home = writtenIn(guard);
    const text = await readText(path);
    const sibling = home === null ? '' : await readText(home);
    if (text === undefined || sibling === undefined) return { refused: `${text === undefined ? path : home} is gone.` };
    const edits = guardEdits(judged.route, guard, { text, sibling }, workspace);
    if ('refused' in edits) return edits;
    const title = `Add ${guard.name} to ${judged.route.method} ${judged.url}`;
    return {
      title,
      files: [{ path, create: false, edits, label: title }],
      needsConfirmation: false,
      nextSteps: ['Check that the callers of this route send what the guard asks for.'],
    };
  },
});
