/** What a framework reads of manifests that declare a deployment, as code facts: their functions are imported as a module would import them. */
import type { SourceFile } from '../../collect/source-file';
import type { YamlReader } from '../../collect/yaml-nodes';
import type { CodeLanguage, Statement } from '../model';

export interface ManifestFramework {
  /** Language of the classes and functions that it names; absent = JavaScript. */
  language?: CodeLanguage;
  /** A file may declare functions. Must over-accept. */
  prefilter(text: string, path: string): boolean;
  /** What one document of it declares. */
  lower(reader: YamlReader, file: SourceFile): Statement[];
}
