/**
 * Functions of the Serverless Framework on AWS. Sources: serverless.com/framework/docs/providers/aws/events ("apigateway": simple and
 * extended events, custom authorizers, `private`; "http-api": JWT, Lambda and IAM authorizers, catch-alls).
 */
import type { ManifestFramework } from '../../../code/manifests/framework';
import type { GuardUse } from '../../../code/model';
import type { Span } from '../../../span';
import {
  authorizerGuard,
  isNode,
  isPreflight,
  placeOf,
  platformAuthorizer,
  platformGuard,
  routeOf,
  type Manifest,
} from './declared';

const FILE = /(?:^|\/)serverless(?:[.-][\w.-]+)?\.ya?ml$/i;

export const serverless: ManifestFramework = {
  prefilter: (text, path) => FILE.test(path) && /^functions\s*:/m.test(text) && /\bhttp(?:Api)?\s*:/.test(text),
  lower(reader, file) {
    const manifest: Manifest = { reader, file };
    const provider = reader.get(reader.root, 'provider');
    if ((reader.text(reader.get(provider, 'name')) ?? reader.text(provider) ?? 'aws') !== 'aws') return [];
    const runtime = reader.text(reader.get(provider, 'runtime'));
    const functions = reader.get(reader.root, 'functions');
    const listed = reader.isList(functions) ? reader.items(functions) : [functions];
    return listed
      .flatMap((one) => reader.entries(one))
      .flatMap(({ value }) => {
        const handler = reader.text(reader.get(value, 'handler'));
        if (!handler?.includes('.') || !isNode(reader.text(reader.get(value, 'runtime')) ?? runtime)) return [];
        return reader.items(reader.get(value, 'events')).flatMap((event) => {
          const kind = reader.entries(event).find(({ key }) => key === 'http' || key === 'httpApi');
          if (!kind) return [];
          const at = placeOf(manifest, kind.value);
          const short = reader.text(kind.value);
          const [first = '', second] = (short ?? '').trim().split(/\s+/);
          // `httpApi: '*'` takes everything.
          const method = short === undefined ? reader.text(reader.get(kind.value, 'method')) : first;
          const path =
            short === undefined
              ? reader.text(reader.get(kind.value, 'path'))
              : (second ?? (first === '*' ? '*' : undefined));
          if (path === undefined || isPreflight(method)) return [];
          const guards = short === undefined ? guardsOf(manifest, kind.value, kind.key === 'http') : [];
          const place = short === undefined ? placeOf(manifest, reader.entry(kind.value, 'path')?.value) : at;
          return [routeOf({ method: method ?? 'ANY', path, handler, guards, at: place }, manifest)];
        });
      });
  },
};

function guardsOf(manifest: Manifest, event: unknown, isRest: boolean): GuardUse[] {
  const { reader } = manifest;
  const found: GuardUse[] = [];
  const authorizer = reader.entry(event, 'authorizer');
  if (authorizer) found.push(authorizerOf(manifest, authorizer.value, isRest));
  const isPrivate = reader.entry(event, 'private');
  if (isPrivate && reader.text(isPrivate.value) === 'true')
    found.push(platformGuard('api-key', 'the API key', placeOf(manifest, isPrivate.value)));
  return found;
}

function authorizerOf(manifest: Manifest, node: unknown, isRest: boolean): GuardUse {
  const { reader } = manifest;
  const at = placeOf(manifest, node);
  const field = (key: string): string | undefined => reader.text(reader.get(node, key));
  const name = reader.text(node) ?? field('name') ?? '';
  const type = (field('type') ?? '').toLowerCase();
  // Where the authorizer lies: a text, or a reference to a resource of the template.
  const arn = [
    field('arn'),
    ...['Fn::GetAtt', 'Fn::Sub', 'Ref'].flatMap((key) => reader.texts(reader.get(node, 'arn', key))),
    ...reader.texts(reader.get(node, 'arn')),
  ].join(' ');
  const own = platformAuthorizer({ name, type, arn }, at);
  if (own) return own;
  if (!isRest) return httpApiAuthorizer(manifest, name, type, field('id') !== undefined, at);
  return authorizerGuard(handlerOf(manifest, name), `the authorizer ${name}`.trim(), at);
}

/** Authorizers of HTTP APIs are declared for the provider: JWT unless they say otherwise. */
function httpApiAuthorizer(manifest: Manifest, name: string, type: string, isOther: boolean, at: Span): GuardUse {
  const { reader } = manifest;
  const title = `the authorizer ${name}`.trim();
  if (isOther && type === '') return platformGuard('jwt', title, at);
  const declared = reader.get(reader.root, 'provider', 'httpApi', 'authorizers', name);
  const isJwt = declared !== undefined && reader.text(reader.get(declared, 'issuerUrl')) !== undefined;
  if (isJwt || reader.text(reader.get(declared, 'type')) === 'jwt' || reader.isMap(reader.get(declared, 'issuerUrl')))
    return platformGuard('jwt', title, at);
  return authorizerGuard(handlerOf(manifest, reader.text(reader.get(declared, 'functionName')) ?? name), title, at);
}

/** The handler of a function of the same service. */
function handlerOf({ reader }: Manifest, name: string): string | null {
  const functions = reader.get(reader.root, 'functions');
  const listed = reader.isList(functions) ? reader.items(functions) : [functions];
  const found = listed.map((one) => reader.text(reader.get(one, name, 'handler'))).find((one) => one?.includes('.'));
  return found ?? null;
}
