/**
 * AWS Lambda behind API Gateway: the manifest declares routes and authorizers, the code holds the handlers. Sources: docs.aws.amazon.com
 * (Lambda proxy integrations, "Use API Gateway Lambda authorizers", payload formats 1.0 and 2.0); what the manifests mean is in the files
 * beside this one.
 */
import type { Framework } from '../../framework';
import { NAME } from './declared';
import { lambdaHandlers } from './handlers';
import { sam } from './sam';
import { serverless } from './serverless';
import { serverlessCode } from './serverless-code';

/** AWS Lambda, as the Serverless Framework and AWS SAM deploy it. */
export const awsLambda: Framework = {
  name: NAME,
  javascript: [lambdaHandlers, serverlessCode],
  manifests: [serverless, sam],
  leavesApplications: true,
  effects: [
    { pattern: /^aws-lambda:platform[:.](?:jwt|iam|api-key)$/, effect: 'deny' },
    // What hands events to an application whose routes are listed by themselves.
    {
      pattern:
        /^(?:serverless-http|aws-serverless-express|aws-serverless-fastify|@(?:vendia|codegenie)\/serverless-express|@fastify\/aws-lambda|aws-lambda-fastify|serverless-http-koa|apollo-server-lambda|@as-integrations\/aws-lambda)(?:[:.(/].*)?$/,
      effect: 'pages',
    },
  ],
  guard: { as: 'body' },
  site: {
    packages: [],
    configs: ['serverless.yml', 'serverless.yaml', 'serverless.ts', 'serverless.js', 'template.yaml', 'template.yml'],
  },
};
