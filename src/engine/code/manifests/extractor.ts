/** Code facts of YAML manifests that declare which functions answer which paths. */
import { MANIFEST_FRAMEWORKS } from '../../routes/frameworks';
import { defineExtractor } from '../../collect/extractor';
import { YamlReader } from '../../collect/yaml-nodes';

export const manifestCode = defineExtractor({
  part: 'code',
  version: 2,
  notOf: ['vendored'],
  languages: ['yaml'],
  prefilter: (text, path) => MANIFEST_FRAMEWORKS.some((framework) => framework.prefilter(text, path)),
  extract(file) {
    const asked = MANIFEST_FRAMEWORKS.filter((framework) => framework.prefilter(file.text, file.path));
    const body = (asked.length > 0 ? (file.yaml ?? []) : []).flatMap((document) =>
      asked.flatMap((framework) => framework.lower(new YamlReader(document), file)),
    );
    if (body.length === 0) return undefined;
    const [first] = asked;
    return { language: first?.language ?? 'javascript', body, functions: {}, classes: {}, broken: null };
  },
});
