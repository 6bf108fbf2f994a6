/** Code facts of C# files that have to do with routes. */
import { defineExtractor } from '../../collect/extractor';
import { CSHARP_FRAMEWORKS } from '../../routes/frameworks';
import { defineWords, holdsAny } from '../../text/words';
import { CSharpLowering } from './lowering';

/** Words without which a file neither declares nor guards a route. Over-accepts; classes without one are asked for by link. */
const WORDS = defineWords(CSHARP_FRAMEWORKS.flatMap((framework) => framework.words));

export const csharpCode = defineExtractor({
  part: 'code',
  version: 4,
  notOf: ['vendored'],
  languages: ['csharp'],
  prefilter: (text, _, fileClass) => fileClass !== 'test' && holdsAny(text, WORDS),
  extract(file) {
    const tree = file.tree;
    return tree && new CSharpLowering(file, CSHARP_FRAMEWORKS).run(tree.rootNode);
  },
});
