/** Code facts of JavaScript and TypeScript files that may hold routes, and of those that a link leads to. */
import { JAVASCRIPT_FRAMEWORKS } from '../../routes/frameworks';
import { defineWords, holdsAny } from '../../text/words';
import { defineExtractor } from '../../collect/extractor';
import { Lowering } from './lowering';

const ASKED = JAVASCRIPT_FRAMEWORKS.map((framework) => ({
  framework,
  words: framework.words && defineWords(framework.words),
}));

export const javascriptCode = defineExtractor({
  part: 'code',
  version: 15,
  notOf: ['vendored'],
  languages: ['javascript', 'typescript'],
  prefilter: (text, path) =>
    ASKED.some(({ framework, words }) => (!words || holdsAny(text, words)) && framework.prefilter(text, path)),
  extract(file) {
    const source = file.typescript;
    const api = file.tsApi;
    return source && api ? new Lowering(file, source, api, JAVASCRIPT_FRAMEWORKS).run() : undefined;
  },
});
