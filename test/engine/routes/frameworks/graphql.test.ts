// GraphQL endpoints: what stands before them, and what makes the context of a request.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

async function shown(text: string, ...packages: string[]): Promise<string[]> {
  const dependencies = Object.fromEntries(packages.map((name) => [name, '*']));
  const { routes } = await analyze({
    'package.json': JSON.stringify({ name: 'door', dependencies }),
    'server.ts': text,
  });
  return routes.map(({ framework, method, path, verdict }) => `${framework} ${method} ${path} ${verdict}`);
}

const DENY = `const deny = (req, res, next) => { if (req.headers.authorization !== process.env.DOOR_TOKEN) return res.status(401).end(); next(); };`;
const ASKS = `context: async ({ req }) => {
  const user = await userOf(req.headers.authorization);
  if (!user) throw new GraphQLError('Sign in first', { extensions: { code: 'UNAUTHENTICATED' } });
  return { user };
}`;
const USER = `import jwt from 'jsonwebtoken';
const userOf = async (token) => { try { return jwt.verify(token, process.env.KEY); } catch { return null; } };`;

describe('GraphQL endpoints', () => {
  const apollo = (options: string, before = ''): string => `import express from 'express';
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@apollo/server/express4';
${USER}
${DENY}
const server = new ApolloServer({ typeDefs, resolvers });
const app = express();
${before}
app.use('/graphql', express.json(), expressMiddleware(server, { ${options} }));
app.listen(3000);
`;

  it('of Apollo Server on Express are behind what stands before them', async () => {
    assert.deepEqual(await shown(apollo('', 'app.use(deny);'), 'express'), ['express POST /graphql protected']);
  });

  it('are behind the function that makes the context when it throws', async () => {
    assert.deepEqual(await shown(apollo(ASKS), 'express'), ['express POST /graphql protected']);
  });

  it('are unknown where only resolvers can decide, never open', async () => {
    const tells = 'context: async ({ req }) => ({ user: await userOf(req.headers.authorization) })';
    assert.deepEqual(await shown(apollo(tells), 'express'), ['express POST /graphql unknown']);
    assert.deepEqual(await shown(apollo(''), 'express'), ['express POST /graphql unknown']);
  });

  it('may be served by themselves', async () => {
    const text = `import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
${USER}
const server = new ApolloServer({ typeDefs, resolvers });
startStandaloneServer(server, { ${ASKS} });
`;
    assert.deepEqual(await shown(text, '@apollo/server'), ['graphql POST / protected']);
  });

  it('are found in the ways of other servers', async () => {
    const text = `import express from 'express';
import { createYoga } from 'graphql-yoga';
import { createHandler } from 'graphql-http/lib/use/express';
import { ApolloServer } from 'apollo-server-express';
${DENY}
const app = express();
const yoga = createYoga({ schema });
app.use('/yoga', deny, yoga);
app.all('/http', createHandler({ schema }));
new ApolloServer({ schema }).applyMiddleware({ app, path: '/old' });
app.listen(3000);
`;
    assert.deepEqual((await shown(text, 'express')).filter((line) => line.includes('POST')).sort(), [
      'express POST /http unknown',
      'express POST /old unknown',
      'express POST /yoga protected',
    ]);
  });
});
