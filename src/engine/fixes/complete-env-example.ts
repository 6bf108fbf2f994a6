/** Writes the variables that code reads into the template, under the file that reads them. */
import { appendLines, dotenvValues, exportLead } from '../env/dotenv-edit';
import { ignoreEdit, templateIn } from '../env/env-edits';
import { environment, templatesFor, type EnvPackage } from '../env/environment';
import { defineFix, type FileEdit } from '../fix';
import { plural } from '../report/present';

type Read = EnvPackage['reads'] extends Map<string, infer R> ? R : never;

export default defineFix({
  id: 'complete-env-example',
  title: (finding) =>
    finding.check === 'env-example-present'
      ? 'Write .env.example from what the code reads'
      : 'Add the missing variables to the template',
  safe: true,
  async build(finding, context) {
    const { workspace } = context;
    const folder = typeof finding.data.folder === 'string' ? finding.data.folder : '';
    const { packages, templates } = workspace.derive(environment);
    const own = packages.find((candidate) => candidate.folder === folder);
    if (!own) return { refused: 'Nothing reads variables there any more.' };
    const home = folder === '' ? '' : `${folder}/`;
    const path = templatesFor(own, templates)[0]?.path ?? templateIn(workspace, folder) ?? `${home}.env.example`;
    const text = await context.readText(path);
    const here = dotenvValues(text ?? '');
    // One template may serve several packages: what any of them misses is written in one go.
    const served = packages.filter((other) => other === own || templatesFor(other, templates)[0]?.path === path);
    const missing = new Map<string, Read>();
    for (const { reads, folder: ownFolder } of served) {
      const declared = templatesFor({ folder: ownFolder }, templates).flatMap(({ declares }) => declares);
      const names = new Set(declared.map(({ name }) => name));
      for (const [name, read] of reads)
        if (!names.has(name) && !here.has(name) && !missing.has(name)) missing.set(name, read);
    }
    const title = `Name ${plural(missing.size, 'variable')} in ${path}`;
    const files: FileEdit[] = [];
    if (missing.size > 0) {
      const lead = exportLead(text ?? '');
      const lines = [...missing].flatMap(([name, place], index, all) => [
        ...(all[index - 1]?.[1].path === place.path ? [] : [`# ${place.path}`]),
        declaration(name, place, lead),
      ]);
      files.push({
        path,
        create: text === undefined,
        edits: [appendLines(text ?? '', lines)],
        label: title,
      });
    }
    // A template that is written and ignored would never be committed.
    const isNew = text === undefined || finding.check === 'env-example-present';
    const ignore = isNew ? await ignoreEdit(context, `${home}.env`) : undefined;
    if (ignore) files.push(ignore);
    if (files.length === 0) return { refused: 'The template names everything already.' };
    return {
      title,
      files,
      needsConfirmation: files.length > 1,
      nextSteps: ['Say in the template what each variable is for, and commit it.'],
    };
  },
});

/**
 * A line of the template. What has a default is named as a comment: an empty value that is copied would take the default's place, and
 * settings classes refuse it for anything but a text.
 */
function declaration(name: string, { read, count }: Read, lead: string): string {
  return `${read.hasDefault && count === 1 ? '# ' : ''}${lead}${name}=`;
}
