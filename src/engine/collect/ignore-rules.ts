/** The rules of a `.gitignore`. */
import type { IgnoreFacts } from '../env/facts';
import { defineExtractor } from './extractor';

/** Longer files are written by machines. */
const MAX_RULES = 5000;

export const ignoreRules = defineExtractor({
  part: 'ignore',
  version: 1,
  accepts: (path) => path === '.gitignore' || path.endsWith('/.gitignore'),
  extract(file): IgnoreFacts {
    const rules: IgnoreFacts['rules'] = [];
    for (const [index, text] of file.text.split(/\r?\n/).entries()) {
      if (text.trim() !== '' && !text.startsWith('#') && rules.length < MAX_RULES)
        rules.push({ line: index + 1, text });
    }
    return { rules };
  },
});
