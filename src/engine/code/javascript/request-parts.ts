/** Parts of a request object in Node, by the names of its members: Node's own, and what the frameworks agree on. */
import type { Expression, RequestPart } from '../model';

/** Members of the request by what they are; everything else was put there by a middleware. */
const PARTS: Readonly<Record<string, RequestPart>> = {
  headers: 'header',
  rawHeaders: 'header',
  cookies: 'cookie',
  signedCookies: 'cookie',
  session: 'session',
  query: 'query',
  body: 'body',
  files: 'body',
  file: 'body',
  params: 'params',
  path: 'path',
  url: 'path',
  originalUrl: 'path',
  baseUrl: 'path',
  method: 'method',
  nextUrl: 'url',
  user: 'user',
  auth: 'user',
  ip: 'address',
  ips: 'address',
  connection: 'address',
  socket: 'address',
  hostname: 'address',
};

/** The member of a request object, as a part of the request. */
export function requestPart(key: string): Extract<Expression, { e: 'request' }> {
  const part = PARTS[key];
  return part ? { e: 'request', part, name: null } : { e: 'request', part: 'state', name: key };
}
