/** Code facts of Java files that have to do with routes. */
import { defineExtractor } from '../../collect/extractor';
import { JAVA_FRAMEWORKS } from '../../routes/frameworks';
import { defineWords, holdsAny } from '../../text/words';
import { JavaLowering } from './lowering';

/** Words without which a file neither declares nor guards a route. Over-accepts; classes without one are asked for by link. */
const WORDS = defineWords(JAVA_FRAMEWORKS.flatMap((framework) => framework.words));

export const javaCode = defineExtractor({
  part: 'code',
  version: 4,
  notOf: ['vendored'],
  languages: ['java'],
  prefilter: (text, _, fileClass) =>
    fileClass !== 'test' &&
    ((holdsAny(text, WORDS) && JAVA_FRAMEWORKS.some(({ pattern }) => pattern.test(text))) ||
      JAVA_FRAMEWORKS.some(({ names }) => names?.test(text))),
  extract(file) {
    const tree = file.tree;
    return tree && new JavaLowering(file, JAVA_FRAMEWORKS).run(tree.rootNode);
  },
});

const SETTINGS = JAVA_FRAMEWORKS.flatMap(({ settings }) => settings ?? []);

/** What settings of applications say of their routes, as code facts. */
export const javaSettings = defineExtractor({
  part: 'code',
  version: 3,
  languages: ['yaml', 'ini'],
  accepts: (path) => SETTINGS.some(({ file }) => file.test(path)),
  prefilter: (text) => SETTINGS.some(({ words }) => words.test(text)),
  extract(file) {
    const body = SETTINGS.flatMap((settings) => (settings.file.test(file.path) ? settings.read(file) : []));
    return body.length > 0 ? { language: 'java', body, functions: {}, classes: {}, broken: null } : undefined;
  },
});
