// AWS Lambda behind API Gateway: what manifests declare, who is asked before a function, and what functions ask themselves.

import assert from 'node:assert/strict';

import { analyze, checkOf, type Files } from '../../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const { routes } = await analyze(files);
  return routes.map(({ framework, method, path, verdict }) => `${framework} ${method} ${path} ${verdict}`).sort();
}

const ROWS = `import { db } from './db';
export const list = async (event) => ({ statusCode: 200, body: JSON.stringify(await db.rows()) });
export const create = async (event) => ({ statusCode: 201, body: JSON.stringify(await db.create(JSON.parse(event.body))) });
`;

describe('AWS Lambda', () => {
  it('answers what serverless.yml declares, behind what the platform asks for', async () => {
    assert.deepEqual(
      await shown({
        'serverless.yml': `service: rows
provider:
  name: aws
  runtime: nodejs20.x
  httpApi:
    authorizers:
      tokens:
        identitySource: $request.header.Authorization
        issuerUrl: https://issuer.example/
        audience: [rows]
functions:
  list:
    handler: src/rows.list
    events:
      - http: GET rows
      - httpApi: 'POST /rows/find'
      - schedule: rate(1 hour)
      - http: OPTIONS rows
  create:
    handler: src/rows.create
    events:
      - http: { path: rows, method: post, authorizer: aws_iam }
      - http:
          path: rows/pool
          method: post
          authorizer:
            type: COGNITO_USER_POOLS
            authorizerId: !Ref Pool
      - http:
          path: rows/arn
          method: post
          authorizer: { name: pool, arn: !GetAtt UserPool.Arn }
      - http: { path: rows/key, method: put, private: true }
      - httpApi:
          path: /rows/{id}
          method: patch
          authorizer: { name: tokens }
      - httpApi: { path: /rows/any, method: '*', authorizer: { type: aws_iam } }
      - http: { path: rows/other, method: post, authorizer: 'arn:aws:lambda:eu-west-1:1:function:asks' }
  job:
    handler: src/rows.create
    events: [{ sqs: 'arn:aws:sqs:eu-west-1:1:jobs' }]
  python:
    handler: src/rows.list
    runtime: python3.12
    events: [{ http: GET python }]
  gone:
    handler: build/rows.list
    events: [{ http: GET gone }]
`,
        'src/rows.js': ROWS,
      }),
      [
        'aws-lambda ALL /rows/any protected',
        'aws-lambda GET /gone unknown',
        'aws-lambda GET /rows unprotected',
        'aws-lambda PATCH /rows/{id} protected',
        'aws-lambda POST /rows protected',
        'aws-lambda POST /rows/arn protected',
        'aws-lambda POST /rows/find unprotected',
        'aws-lambda POST /rows/other unknown',
        'aws-lambda POST /rows/pool protected',
        'aws-lambda PUT /rows/key protected',
      ],
    );
  });

  it('answers what a SAM template declares, by the default of its API unless an event says NONE', async () => {
    assert.deepEqual(
      await shown({
        'backend/template.yaml': `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Runtime: nodejs20.x, CodeUri: src/ }
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth:
        DefaultAuthorizer: Pool
        Authorizers:
          Pool: { UserPoolArn: !GetAtt UserPool.Arn }
          Asked: { FunctionArn: !GetAtt Asks.Arn }
  Asks:
    Type: AWS::Serverless::Function
    Properties: { Handler: asks.handler }
  Rows:
    Type: AWS::Serverless::Function
    Properties:
      Handler: rows.list
      Events:
        All: { Type: Api, Properties: { Path: /rows, Method: GET, RestApiId: !Ref Api } }
        Open: { Type: Api, Properties: { Path: /rows/open, Method: GET, RestApiId: !Ref Api, Auth: { Authorizer: NONE } } }
        Asked: { Type: Api, Properties: { Path: /rows/asked, Method: GET, RestApiId: !Ref Api, Auth: { Authorizer: Asked } } }
        Own: { Type: Api, Properties: { Path: /rows/own, Method: GET } }
        Other: { Type: Api, Properties: { Path: /rows/other, Method: GET, RestApiId: !ImportValue shared } }
        Http: { Type: HttpApi, Properties: { Path: /rows/http, Method: post, Auth: { Authorizer: AWS_IAM } } }
        Asks: { Type: HttpApi, Properties: { Path: /rows/http, Method: options } }
        Timer: { Type: Schedule, Properties: { Schedule: rate(1 hour) } }
  Bundled:
    Type: AWS::Serverless::Function
    Properties:
      Handler: entry.create
      CodeUri: .
      Events:
        One: { Type: HttpApi, Properties: { Path: /bundled, Method: post } }
    Metadata:
      BuildMethod: esbuild
      BuildProperties: { EntryPoints: [src/rows.ts] }
`,
        'backend/src/rows.ts': ROWS,
        'backend/src/asks.ts': `import jwt from 'jsonwebtoken';
export const handler = async (event: APIGatewayTokenAuthorizerEvent) => {
  const token = event.authorizationToken.replace('Bearer ', '');
  const claims = jwt.verify(token, process.env.KEY);
  return policy(claims.sub, 'Allow', event.methodArn);
};
`,
      }),
      [
        'aws-lambda GET /rows protected',
        'aws-lambda GET /rows/asked protected',
        'aws-lambda GET /rows/open unprotected',
        'aws-lambda GET /rows/other unknown',
        'aws-lambda GET /rows/own unprotected',
        'aws-lambda POST /bundled unprotected',
        'aws-lambda POST /rows/http protected',
      ],
    );
  });

  it('asks authorizers of its own, whatever they answer with, and never calls one open that is not followed', async () => {
    const asks = (name: string): string => `  ${name}:
    handler: asks.${name}
`;
    const names = ['thrown', 'denies', 'made', 'simple', 'called', 'built', 'lets'];
    const asked = names.map(
      (name) => `      - http: { path: ${name}, method: get, authorizer: { name: ${name}, resultTtlInSeconds: 0 } }\n`,
    );
    assert.deepEqual(
      await shown({
        'serverless.yml': `provider: { name: aws, runtime: nodejs20.x }
functions:
${names.map(asks).join('')}  list:
    handler: rows.list
    events:
${asked.join('')}`,
        'rows.js': ROWS,
        'asks.js': `const jwt = require('jsonwebtoken');
const policy = (principalId, effect, resource) => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }] },
});
module.exports.thrown = async (event) => {
  const token = event.headers.Authorization;
  if (!token) throw new Error('Unauthorized');
  const { sub } = jwt.verify(token, process.env.KEY);
  return policy(sub, 'Allow', event.methodArn);
};
module.exports.denies = async (event) => {
  try {
    const { sub } = jwt.verify(event.authorizationToken, process.env.KEY);
    return policy(sub, 'Allow', event.methodArn);
  } catch (error) {
    return policy('nobody', 'Deny', event.methodArn);
  }
};
const document = (effect, arn) => {
  if (!effect || !arn) return null;
  const policyDocument = { Version: '2012-10-17', Statement: [{ Effect: effect, Resource: arn }] };
  return policyDocument;
};
module.exports.made = async (event) => {
  const answer = (effect) => {
    const policyDocument = document(effect, event.methodArn);
    return { principalId: 'user', policyDocument };
  };
  try {
    return answer(jwt.verify(event.authorizationToken, process.env.KEY) ? 'Allow' : 'Deny');
  } catch (error) {
    return answer('Deny');
  }
};
module.exports.simple = async (event) => {
  let isAuthorized = false;
  if (event.headers.authorization === process.env.SECRET) isAuthorized = true;
  return { isAuthorized };
};
module.exports.called = (event, context, callback) => {
  jwt.verify(event.authorizationToken, process.env.KEY, (error, claims) => {
    if (error) return callback('Unauthorized');
    return callback(null, policy(claims.sub, 'Allow', event.methodArn));
  });
};
module.exports.built = async (event) => {
  const answer = {};
  answer.policyDocument = made(event.authorizationToken === process.env.SECRET ? 'Allow' : 'Deny');
  return answer;
};
module.exports.lets = async (event) => policy('anybody', 'Allow', event.methodArn);
`,
      }),
      [
        'aws-lambda GET /built unknown',
        'aws-lambda GET /called protected',
        'aws-lambda GET /denies protected',
        'aws-lambda GET /lets unknown',
        'aws-lambda GET /made protected',
        'aws-lambda GET /simple protected',
        'aws-lambda GET /thrown protected',
      ],
    );
  });

  it('follows what functions ask themselves, through helpers that answer and middy', async () => {
    const names = ['own', 'helped', 'claims', 'back', 'wrapped', 'based', 'later', 'other', 'plain'];
    const declared = names.map(
      (name) => `  ${name}:\n    handler: src/${name}.handler\n    events: [{ httpApi: 'POST /${name}' }]\n`,
    );
    const answer = "import { answer } from './answer';\n";
    assert.deepEqual(
      await shown({
        'serverless.yml': `provider: { name: aws, runtime: nodejs20.x }\nfunctions:\n${declared.join('')}`,
        'src/answer.ts': `export const answer = (statusCode: number, body: unknown) => ({ statusCode, body: JSON.stringify(body) });
`,
        'src/own.ts': `export const handler = async (event) => {
  if (event.headers['x-api-key'] !== process.env.API_KEY) return { statusCode: 401, body: 'no' };
  return { statusCode: 200, body: JSON.stringify(await db.rows()) };
};
`,
        'src/helped.ts': `${answer}import jwt from 'jsonwebtoken';
export const handler = async (event: APIGatewayProxyEventV2) => {
  try {
    const claims = jwt.verify(event.headers.authorization!, process.env.KEY!);
    return answer(200, await db.rows(claims.sub));
  } catch {
    return answer(401, { message: 'no' });
  }
};
`,
        'src/claims.ts': `${answer}export async function handler(event) {
  const user = event.requestContext.authorizer?.claims?.sub;
  if (!user) return answer(403, 'no');
  return answer(200, await db.rows(user));
}
`,
        'src/back.js': `exports.handler = (event, context, callback) => {
  if (event.headers.Authorization !== process.env.TOKEN) return callback(null, { statusCode: 401 });
  db.rows().then((rows) => callback(null, { statusCode: 200, body: rows }));
};
`,
        'src/wrapped.ts': `${answer}import middy from '@middy/core';
import parser from '@middy/http-json-body-parser';
const list = async (event) => answer(200, await db.rows(event.body));
export const handler = middy(list).use(parser());
`,
        'src/base.ts': `import middy from '@middy/core';
import parser from '@middy/http-json-body-parser';
export const baseHandler = (handler) => middy(async (event) => handler(event)).use(parser());
`,
        'src/based.ts': `${answer}import { baseHandler } from './base';
import { signedIn } from './signed-in';
export const handler = baseHandler(async (event) => answer(200, await db.rows())).use(signedIn());
`,
        'src/later.ts': `${answer}import { baseHandler } from './base';
import { signedIn } from './signed-in';
export const handler = baseHandler(async (event) => answer(200, await db.rows()));
handler.use([signedIn()]);
`,
        'src/other.ts': `${answer}import middy from '@middy/core';
import { signedIn } from './signed-in';
export const handler = middy(async (event) => answer(200, await db.rows())).use(signedIn());
`,
        'src/plain.ts': `${answer}export const handler = async (event) => answer(200, await db.rows());
`,
      }),
      [
        'aws-lambda POST /back protected',
        'aws-lambda POST /based unknown',
        'aws-lambda POST /claims protected',
        'aws-lambda POST /helped protected',
        'aws-lambda POST /later unknown',
        'aws-lambda POST /other unknown',
        'aws-lambda POST /own protected',
        'aws-lambda POST /plain unprotected',
        'aws-lambda POST /wrapped unprotected',
      ],
    );
  });

  it('leaves an application to its framework', async () => {
    const app = `const express = require('express');
const app = express();
app.get('/rows', async (req, res) => res.json(await db.rows()));
`;
    const manifest = (file: string): string => `provider: { name: aws, runtime: nodejs20.x }
functions:
  all: { handler: ${file}.handler, events: [{ http: ANY / }, { http: 'ANY /{proxy+}' }] }
`;
    const handed = `${app}module.exports.handler = require('serverless-http')(app);\n`;
    const made = `${app}const serverlessExpress = require('@vendia/serverless-express');
exports.handler = serverlessExpress({ app });
`;
    const proxied = `${app}const adapter = require('aws-serverless-express');
const server = adapter.createServer(app);
exports.handler = (event, context) => adapter.proxy(server, event, context);
`;
    for (const text of [handed, made])
      assert.deepEqual(await shown({ 'serverless.yml': manifest('index'), 'index.js': text }), [
        'express GET /rows unprotected',
      ]);
    assert.deepEqual(await shown({ 'serverless.yml': manifest('index'), 'index.js': proxied }), [
      'aws-lambda ALL / public-by-design',
      'aws-lambda ALL /{proxy+} public-by-design',
      'express GET /rows unprotected',
    ]);
    // What an adapter is put around may be no application that is known.
    const other =
      "const serverless = require('serverless-http');\nmodule.exports.handler = serverless(require('./nuxt'));\n";
    assert.deepEqual(await shown({ 'serverless.yml': manifest('index'), 'index.js': other }), [
      'aws-lambda ALL / public-by-design',
      'aws-lambda ALL /{proxy+} unknown',
    ]);
    const one = manifest('index')
      .replace(/ANY \//, 'GET /rows')
      .replace(/, \{ http: .*\}\]/, ']');
    assert.deepEqual(await shown({ 'serverless.yml': one, 'index.js': proxied }), [
      'aws-lambda GET /rows unknown',
      'express GET /rows unprotected',
    ]);
  });

  it('answers what serverless.ts declares, and objects of functions beside their handlers', async () => {
    assert.deepEqual(
      await shown({
        'serverless.ts': `import type { AWS } from '@serverless/typescript';
import list from '@functions/list';
const service: AWS = {
  service: 'rows',
  provider: { name: 'aws', runtime: 'nodejs20.x' },
  functions: {
    list,
    wipe: { handler: 'src/functions/list/handler.main', events: [{ httpApi: { method: 'delete', path: '/rows', authorizer: { type: 'aws_iam' } } }] },
  },
};
module.exports = service;
`,
        'src/functions/list/index.ts': `import { handlerPath } from '@libs/handler-resolver';
export default {
  handler: \`\${handlerPath(__dirname)}/handler.main\`,
  events: [
    { http: { method: 'get', path: 'rows' } },
    { http: { method: 'post', path: 'rows', authorizer: { name: 'asks', arn: 'arn:aws:lambda:eu-west-1:1:function:cognito-asks' } } },
    { http: { method: 'put', path: 'rows', authorizer: { name: 'pool', type: 'COGNITO_USER_POOLS', arn: pool } } },
  ],
};
`,
        'src/functions/list/handler.ts': `import { middyfy } from '../../libs/lambda';
const list = async (event) => ({ statusCode: 200, body: JSON.stringify(await db.rows()) });
export const main = middyfy(list);
`,
        'src/libs/lambda.ts': `import middy from '@middy/core';
import parser from '@middy/http-json-body-parser';
export const middyfy = (handler) => middy(handler).use(parser());
`,
      }),
      [
        'aws-lambda DELETE /rows protected',
        'aws-lambda GET /rows unprotected',
        'aws-lambda POST /rows unknown',
        'aws-lambda PUT /rows protected',
      ],
    );
  });

  it('does not call open what an OpenAPI description may close', async () => {
    const template = (definition: string): string => `Resources:
  Api: { Type: AWS::Serverless::Api, Properties: { StageName: prod, ${definition} } }
  Rows:
    Type: AWS::Serverless::Function
    Properties:
      Handler: rows.list
      Runtime: nodejs20.x
      Events:
        All: { Type: Api, Properties: { Path: /rows, Method: GET, RestApiId: !Ref Api } }
`;
    const bodies = {
      'DefinitionUri: api.yaml': 'unknown',
      'DefinitionBody: { openapi: 3.0.1, security: [{ pool: [] }] }': 'unknown',
      'DefinitionBody: { openapi: 3.0.1 }': 'unprotected',
    };
    for (const [definition, verdict] of Object.entries(bodies))
      assert.deepEqual(await shown({ 'template.yaml': template(definition), 'rows.js': ROWS }), [
        `aws-lambda GET /rows ${verdict}`,
      ]);
  });

  it('is served from what the manifest names, and deployed by it', async () => {
    const report = await analyze({
      'infra/backend.yaml': `Resources:
  Rows:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../src
      Handler: rows.list
      Runtime: nodejs20.x
      Events: { All: { Type: Api, Properties: { Path: /rows, Method: GET } } }
`,
      'package.json': '{ "dependencies": { "winston": "^3.0.0" } }',
      'src/rows.js': `const { log } = require('./log');
exports.list = async (event) => { log.info('asked'); return { statusCode: 200, body: await db.rows() }; };
`,
      'src/log.js': `const winston = require('winston');
exports.log = winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Console()] });
`,
    });
    assert.equal(checkOf(report, 'structured-logging').verdict, 'pass');
    assert.notEqual(checkOf(report, 'prod-manifest-complete').verdict, 'fail');
  });
});
