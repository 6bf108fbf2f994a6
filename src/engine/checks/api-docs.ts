/** The interface is described for those who call it. */
import { defineCheck } from '../check';
import { documents } from '../readiness/documents';
import { evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { signalsOf } from '../readiness/served';
import { apps } from '../readiness/setup-check';

/** Markdown whose name says that it describes the interface. */
const WRITTEN = /(?:^|[/_-])api(?:[_-]?(?:docs?|documentation|reference|endpoints|spec\w*))?\.mdx?$/i;
/** Title of a section that does, wherever it stands; it shows how to call it. */
const SECTION = /^[^\p{L}]*(?:(?:rest|http) )?api (?:reference|documentation)\W*$/iu;
/** Fewer words are a stub. */
const MIN_WORDS = 100;

export default defineCheck({
  id: 'api-docs',
  title: 'The API is documented',
  question: 'Is the HTTP interface described, with a title of its own?',
  category: 'docs',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002', '003'],
  reads: 'setup',
  conclude(workspace) {
    const all = apps(workspace);
    const app = all[0];
    if (!app) return notApplicable('Nothing here serves requests.');
    const described = signalsOf(workspace, 'api-docs').filter(({ signal }) => signal.good);
    const files = [...workspace.files.keys()].filter(
      (path) =>
        /(?:^|\/)(?:openapi|swagger)[^/]*\.(?:ya?ml|json)$|(?:^|\/)openapi\/[^/]+\.(?:ya?ml|json)$|\.raml$/i.test(
          path,
        ) && workspace.view(path)?.fileClass !== 'vendored',
    );
    const proofs = [
      ...described.map(({ path, signal }) => evidence(path, signal.span, 'described here')),
      ...files.map((path) => evidence(path, 1, 'an OpenAPI document')),
    ];
    if (proofs.length === 0) {
      const written = workspace.derive(documents).flatMap(({ path, words, headings }) => {
        if (words < MIN_WORDS) return [];
        const section = headings.find(({ text, code }) => code && SECTION.test(text));
        return section || WRITTEN.test(path) ? [evidence(path, section?.line ?? 1, 'described here')] : [];
      });
      if (written.length > 0) return pass('E3', 'The HTTP interface is described by hand.', written.slice(0, 3));
    }
    if (proofs.length > 0) return pass(files.length > 0 ? 'E4' : 'E3', 'The HTTP interface is described.', proofs);
    const bare = all.find(({ signal }) => signal.detail === 'FastAPI');
    return bare
      ? fail('E1', 'The interface is generated, and says nothing of its own.', [
          findingAt(
            bare.path,
            bare.signal.span,
            'The generated page carries the default title and no description. Give the application a title, a version and a description.',
            'bare',
          ),
        ])
      : fail('E0', 'The HTTP interface is not described.', [
          findingAt(
            app.path,
            app.signal.span,
            'Nothing describes this HTTP interface, so every caller has to read the code. Write an OpenAPI document, or generate one.',
            'missing',
          ),
        ]);
  },
});
