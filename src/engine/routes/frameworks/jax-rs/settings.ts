/**
 * Settings of Quarkus that say who may call: permissions of paths, the path before all, what stands before methods without an annotation.
 * Quarkus "Authorization of web endpoints" and "Configuration Reference".
 */
import type { JavaFramework } from '../../../code/java/framework';
import { text } from '../../../code/java/expressions';
import type { SourceFile } from '../../../collect/source-file';
import type { Expression, Statement, UseStatement } from '../../../code/model';
import { jaxRsApplication, meaning, NAME } from './names';

export const jaxRsSettings: NonNullable<JavaFramework['settings']> = {
  file: /(?:^|\/)application\.properties$/,
  words: /quarkus\./,
  read,
};

interface Setting {
  value: string;
  at: ReturnType<SourceFile['span']>;
}

interface Permission {
  paths: string[];
  policy: string;
  methods: string[];
  at: Setting['at'];
}

const APPLICATION = jaxRsApplication({ package: '' });

function read(file: SourceFile): Statement[] {
  const settings = new Map<string, Setting>();
  let from = 0;
  for (const line of file.text.split('\n')) {
    const [, key, value = ''] = /^\s*(quarkus\.[\w.\-"]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined) settings.set(key.replaceAll('"', ''), { value, at: file.span(from, from + line.length) });
    from += line.length + 1;
  }
  return [...prefix(settings), ...permissions(settings), ...unannotated(settings)];
}

function prefix(settings: ReadonlyMap<string, Setting>): Statement[] {
  const given = ['quarkus.http.root-path', 'quarkus.rest.path', 'quarkus.resteasy.path'].flatMap(
    (key) => settings.get(key) ?? [],
  );
  const [first] = given;
  if (!first) return [];
  const path = given
    .map(({ value }) => value.replace(/^\/|\/$/g, ''))
    .filter((one) => one !== '')
    .join('/');
  return path === '' ? [] : [{ s: 'configure', on: APPLICATION, prefix: text(path), at: first.at }];
}

/** Paths that ask for a caller, without those that a more exact permission opens. */
function permissions(settings: ReadonlyMap<string, Setting>): Statement[] {
  const all: Permission[] = [...settings].flatMap(([key, { value, at }]) => {
    const name = /^quarkus\.http\.auth\.permission\.([\w-]+)\.paths$/.exec(key)?.[1];
    const of = (part: string): string =>
      settings.get(`quarkus.http.auth.permission.${name ?? ''}.${part}`)?.value ?? '';
    if (name === undefined || of('enabled') === 'false') return [];
    const methods = of('methods')
      .split(',')
      .map((one) => one.trim().toUpperCase())
      .filter(Boolean);
    return [{ paths: value.split(',').map((one) => one.trim()), policy: of('policy'), methods, at }];
  });
  const open = all.filter(({ policy }) => policy === 'permit').flatMap(({ paths }) => paths);
  return all
    .filter(({ policy }) => policy !== 'permit' && policy !== '')
    .map(({ paths, policy, methods, at }) =>
      use(meaning('refuses'), `the permission of ${policy}`, at, {
        paths: paths.map((one) => text(one)),
        ...(methods.length > 0 && { methods }),
        ...(open.length > 0 && { except: open.map((one) => text(one)) }),
        match: 'exact',
      }),
    );
}

function unannotated(settings: ReadonlyMap<string, Setting>): Statement[] {
  const denied = ['quarkus.security.jaxrs.deny-unannotated-endpoints', 'quarkus.security.deny-unannotated-members'];
  const given = denied.map((key) => settings.get(key)).find((one) => one?.value === 'true');
  const roles = settings.get('quarkus.security.jaxrs.default-roles-allowed');
  const setting = given ?? roles;
  return setting
    ? [use(meaning('refuses'), 'what stands before methods without an annotation', setting.at, { byDefault: true })]
    : [];
}

function use(value: Expression, name: string, at: Setting['at'], parts: Partial<UseStatement>): UseStatement {
  return {
    s: 'use',
    framework: NAME,
    on: APPLICATION,
    guard: { as: 'permission', value, name, at },
    paths: null,
    reach: 'app',
    sockets: true,
    role: 'middleware',
    args: [],
    at,
    ...parts,
  };
}
