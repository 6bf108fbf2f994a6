/** `.gitattributes`: what the team itself says of generated and foreign files (github.com/github-linguist/linguist, "Overrides"). */
import { defineExtractor } from '../collect/extractor';

export interface AttributeRule {
  /** Pattern as git reads it, relative to the file's folder. */
  pattern: string;
  attribute: 'generated' | 'vendored' | 'documentation';
  /** False for `-linguist-generated` and `linguist-generated=false`: puts a file back. */
  on: boolean;
}

declare module '../facts' {
  interface FactParts {
    /** linguist attributes of a `.gitattributes`. */
    attributes: AttributeFacts;
  }
}

export type AttributeFacts = AttributeRule[];

export const attributes = defineExtractor({
  part: 'attributes',
  version: 1,
  accepts: (path) => path === '.gitattributes' || path.endsWith('/.gitattributes'),
  extract(file): AttributeFacts | undefined {
    const rules: AttributeFacts = [];
    for (const line of file.text.split(/\r?\n/)) {
      const [pattern, ...names] = line.trim().split(/\s+/);
      if (!pattern || pattern.startsWith('#')) continue;
      for (const name of names) {
        const match = /^(-)?linguist-(generated|vendored|documentation)(?:=(\w+))?$/.exec(name);
        if (match)
          rules.push({
            pattern,
            attribute: match[2] as AttributeRule['attribute'],
            on: !match[1] && match[3] !== 'false',
          });
      }
    }
    return rules.length > 0 ? rules : undefined;
  },
});
