/** Routes that YAML declares, and which places it reads more of. symfony.com/doc, "Routing", "Creating Routes in YAML…", "Route Groups". */
import type { ManifestFramework } from '../../../code/manifests/framework';
import type { Argument, Expression, Statement } from '../../../code/model';
import type { SourceFile } from '../../../collect/source-file';
import type { YamlReader } from '../../../collect/yaml-nodes';
import { dirname, join } from '../../../modules/paths';
import { routeTo } from './controllers';
import { APPLICATION, IMPORTS } from './names';
import type { Import } from './paths';

const FILE = /(?:^|\/)config\/(?!packages\/|routes\/(?:dev|test)\/).*\.ya?ml$/;
const DECLARES = /^\S.*:\s*(?:#.*)?\n\s+(?:path|resource|controller)\s*:/m;

export const routing: ManifestFramework = {
  language: 'php',
  prefilter: (text, path) => FILE.test(path) && DECLARES.test(text),
  lower(reader, file) {
    const top = reader.entries(reader.root);
    const entries = top.flatMap((one) => (one.key === 'when@prod' ? reader.entries(one.value) : [one]));
    const imports: Expression[] = [];
    const statements = entries.flatMap(({ key, value }): Statement[] => {
      if (key.startsWith('when@') || !reader.isMap(value)) return [];
      imports.push(
        ...readFrom(value, reader, file).map((one): Expression => ({ e: 'text', value: JSON.stringify(one) })),
      );
      return declared(value, reader, file);
    });
    if (imports.length === 0) return statements;
    const settings = [{ name: IMPORTS, value: { e: 'list' as const, items: imports } }];
    return [{ s: 'configure', on: APPLICATION, settings, at: file.span(0, 1) }, ...statements];
  },
};

/** `path`, `controller`, `methods`; a path for each locale. */
function declared(node: unknown, reader: YamlReader, file: SourceFile): Statement[] {
  const path = reader.get(node, 'path');
  const paths = reader.isMap(path)
    ? reader.entries(path).flatMap(({ value }) => reader.texts(value))
    : reader.texts(path);
  const written =
    reader.text(reader.get(node, 'controller')) ?? reader.text(reader.get(node, 'defaults', '_controller'));
  if (paths.length === 0 || written === undefined) return [];
  const at = file.span(reader.start(path), Math.max(reader.start(path) + 1, reader.end(path)));
  const [type = '', member = '__invoke'] = written.split('::');
  const as = type.slice(type.lastIndexOf('\\') + 1);
  const methods = reader.texts(reader.get(node, 'methods')).flatMap((one) => one.toUpperCase().split('|'));
  const args: Argument[] = [];
  // A page without a controller of the project's, a redirect: nothing of theirs is anybody's secret.
  const open = /\\(?:RedirectController|TemplateController)$/.test(type)
    ? 'it only redirects or shows a template'
    : undefined;
  const line = at.line;
  return [
    { s: 'import', from: type, names: [{ name: as, as: type }], line },
    {
      ...routeTo({ e: 'name', name: type }, member, at),
      ...(open !== undefined && { public: open, handler: { e: 'other' as const, parts: [] } }),
      methods: methods.length > 0 ? methods : ['ALL'],
      paths: paths.map((value) => ({ e: 'text', value: `/${value.replace(/^\/+/, '')}` })),
      args,
    },
  ];
}

/** `resource: ../src/Controller/`, `prefix: /admin`. */
function readFrom(node: unknown, reader: YamlReader, { path }: SourceFile): Import[] {
  const resource = reader.get(node, 'resource');
  const written = reader.text(resource) ?? reader.text(reader.get(resource, 'path'));
  if (written === undefined || written === '.' || /^\w+\.\w+\.\w+/.test(written)) return [];
  const given = reader.get(node, 'prefix');
  const prefixes = reader.isMap(given)
    ? reader.entries(given).map(({ key, value }) => ({ of: key, prefix: reader.text(value) ?? '' }))
    : [{ of: '', prefix: reader.text(given) ?? '' }];
  const except = reader.texts(reader.get(node, 'exclude')).map((one) => placeOf(one, path));
  const name = reader.text(reader.get(node, 'name_prefix')) ?? '';
  const last = /routes\.ya?ml$/.test(path);
  return prefixes.map(({ of, prefix }) => ({
    place: placeOf(written, path),
    prefix: prefixOf(prefix),
    name: `${name}${of}`,
    except,
    last,
  }));
}

/** One slash in front and none at the end. */
function prefixOf(written: string): string {
  const plain = written.replace(/^\/+|\/+$/g, '');
  return plain === '' ? '' : `/${plain}`;
}

/** Where a resource lies: as a path, as a class, in a bundle, or wherever controllers are. */
function placeOf(written: string, from: string): string {
  if (written === 'routing.controllers' || written === 'attributes') return '';
  const plain = written.replace(/[*{].*$/, '');
  if (plain.startsWith('@')) return `~/${plain.slice(1)}`;
  if (plain.includes('\\')) return `~/${plain.replace(/^\\?\w+\\/, '').replaceAll('\\', '/')}.php`;
  const root = from.replace(/(?:^|\/)(?:app\/)?config\/.*$/, '');
  if (plain.startsWith('%kernel.project_dir%')) return join(root, plain.slice('%kernel.project_dir%'.length));
  return join(dirname(from), plain);
}
