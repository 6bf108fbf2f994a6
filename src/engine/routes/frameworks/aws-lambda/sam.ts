/**
 * Functions of AWS SAM templates. Sources: docs.aws.amazon.com/serverless-application-model (`AWS::Serverless::Function`, event sources Api
 * and HttpApi with `ApiFunctionAuth` and `HttpApiFunctionAuth`, `ApiAuth`, `HttpApiAuth`, Globals).
 */
import type { ManifestFramework } from '../../../code/manifests/framework';
import type { GuardUse, RouteStatement } from '../../../code/model';
import { join } from '../../../modules/paths';
import { authorizerGuard, isNode, isPreflight, placeOf, platformGuard, routeOf, type Manifest } from './declared';

const FUNCTION = 'AWS::Serverless::Function';

export const sam: ManifestFramework = {
  prefilter: (text) => text.includes(FUNCTION) && /\bType:\s*['"]?(?:Http)?Api\b/.test(text),
  lower(reader, file) {
    const manifest: Manifest = { reader, file };
    const resources = reader.entries(reader.get(reader.root, 'Resources'));
    return resources.flatMap(({ value }) =>
      reader.text(reader.get(value, 'Type')) === FUNCTION ? routesOf(manifest, value) : [],
    );
  },
};

function routesOf(manifest: Manifest, resource: unknown): RouteStatement[] {
  const { reader } = manifest;
  const handler = handlerOf(manifest, resource);
  if (handler === null) return [];
  return reader.entries(reader.get(resource, 'Properties', 'Events')).flatMap(({ value: event }) => {
    const kind = reader.text(reader.get(event, 'Type'));
    if (kind !== 'Api' && kind !== 'HttpApi') return [];
    const properties = reader.get(event, 'Properties');
    const written = reader.entry(properties, 'Path');
    // An HTTP API without a path is its `$default` route.
    const path = written ? reader.text(written.value) : kind === 'HttpApi' ? '*' : undefined;
    if (path === undefined) return [];
    const method = reader.text(reader.get(properties, 'Method')) ?? 'ANY';
    if (isPreflight(method)) return [];
    const at = placeOf(manifest, written?.value ?? event);
    return [routeOf({ method, path, handler, guards: guardsOf(manifest, kind, properties), at }, manifest)];
  });
}

/** Where a function's code lies, relative to the template; null where it is none of Node's. */
function handlerOf({ reader }: Manifest, resource: unknown): string | null {
  const field = (key: string): string | undefined =>
    reader.text(reader.get(resource, 'Properties', key)) ??
    reader.text(reader.get(reader.root, 'Globals', 'Function', key));
  const handler = field('Handler');
  if (!handler?.includes('.') || !isNode(field('Runtime'))) return null;
  const folder = field('CodeUri') ?? '';
  const [file = '', name = ''] = [
    handler.slice(0, handler.lastIndexOf('.')),
    handler.slice(handler.lastIndexOf('.') + 1),
  ];
  // A bundler is told the sources; what the handler names is made of them.
  const sources = reader.texts(reader.get(resource, 'Metadata', 'BuildProperties', 'EntryPoints'));
  const source = sources.find((one) => baseOf(one) === baseOf(file)) ?? sources[0];
  return `${join(folder, source?.replace(/\.[cm]?[jt]sx?$/, '') ?? file)}.${name}`;
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[cm]?[jt]sx?$/, '');
}

/** The event's own authorizer, else the default of its API, unless it is `NONE`. */
function guardsOf(manifest: Manifest, kind: 'Api' | 'HttpApi', properties: unknown): GuardUse[] {
  const { reader } = manifest;
  const { api, isElsewhere } = apiOf(manifest, kind, properties);
  const own = reader.get(properties, 'Auth');
  const auth = [reader.get(api, 'Properties', 'Auth'), reader.get(reader.root, 'Globals', kind, 'Auth')];
  const setting = (key: string): unknown => auth.map((one) => reader.get(one, key)).find((one) => one !== undefined);
  const found: GuardUse[] = [];
  const needsKey = reader.get(own, 'ApiKeyRequired') ?? setting('ApiKeyRequired');
  if (reader.text(needsKey) === 'true')
    found.push(platformGuard('api-key', 'the API key', placeOf(manifest, needsKey)));
  const asked = reader.get(own, 'Authorizer') ?? setting('DefaultAuthorizer');
  const name = reader.text(asked);
  if (name !== undefined && name !== 'NONE') {
    const declared = auth.map((one) => reader.get(one, 'Authorizers', name)).find((one) => one !== undefined);
    found.push(authorizerOf(manifest, name, declared, asked));
  } else if (name === undefined && (isElsewhere || isDescribed(manifest, api)))
    found.push(authorizerGuard(null, 'the description of the API', placeOf(manifest, properties)));
  return found;
}

/** The API of an event: the resource that it names, else the one that SAM makes. */
function apiOf(
  { reader }: Manifest,
  kind: 'Api' | 'HttpApi',
  properties: unknown,
): { api: unknown; isElsewhere: boolean } {
  const key = kind === 'Api' ? 'RestApiId' : 'ApiId';
  const named = reader.get(properties, key);
  if (named === undefined) return { api: undefined, isElsewhere: false };
  const api = reader.get(reader.root, 'Resources', reader.text(named) ?? reader.text(reader.get(named, 'Ref')) ?? '');
  return { api, isElsewhere: api === undefined };
}

/** An OpenAPI description of the API may say what it asks for: one in another file, or one that speaks of security. */
function isDescribed({ reader, file }: Manifest, api: unknown): boolean {
  if (reader.get(api, 'Properties', 'DefinitionUri') !== undefined) return true;
  const body = reader.get(api, 'Properties', 'DefinitionBody');
  return /\bsecurity\b|AWS::Include|\bauthtype\b/i.test(file.text.slice(reader.start(body), reader.end(body)));
}

function authorizerOf(manifest: Manifest, name: string, declared: unknown, node: unknown): GuardUse {
  const { reader } = manifest;
  const at = placeOf(manifest, node);
  if (name === 'AWS_IAM') return platformGuard('iam', 'the platform (IAM)', at);
  const title = `the authorizer ${name}`;
  if (reader.get(declared, 'UserPoolArn') !== undefined || reader.get(declared, 'JwtConfiguration') !== undefined)
    return platformGuard('jwt', title, at);
  const arn = reader.get(declared, 'FunctionArn');
  const target = (reader.texts(arn)[0] ?? reader.texts(reader.get(arn, 'Fn::GetAtt'))[0] ?? '').replace(/\.Arn$/, '');
  const resource = reader.get(reader.root, 'Resources', target);
  return authorizerGuard(resource === undefined ? null : handlerOf(manifest, resource), title, at);
}
