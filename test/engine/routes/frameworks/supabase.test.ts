// Edge functions of Supabase: where they are served, what the platform asks before them, and what they ask themselves.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const { routes } = await analyze(files);
  return routes.map(({ framework, method, path, verdict }) => `${framework} ${method} ${path} ${verdict}`).sort();
}

const OPEN = `Deno.serve(async (req) => {
  if (req.method === 'OPTIONS') return new Response('ok', { headers: { 'Access-Control-Allow-Origin': '*' } });
  return new Response(JSON.stringify(await db.rows()));
});
`;
const ASKS = `import { createClient } from 'https://esm.sh/@supabase/supabase-js@2.47.10';
import { answer } from '../_shared/answers.ts';
Deno.serve(async (req: Request) => {
  if (req.method === 'OPTIONS') return new Response('ok');
  const client = createClient(Deno.env.get('SUPABASE_URL')!, Deno.env.get('SUPABASE_ANON_KEY')!, {
    global: { headers: { Authorization: req.headers.get('Authorization')! } },
  });
  const { data: { user }, error } = await client.auth.getUser();
  if (error || !user) return answer({ error: 'no' }, { status: 401 });
  return answer(await db.rows(user.id));
});
`;
const ANSWERS = `export const answer = (body: unknown, init?: ResponseInit) =>
  new Response(JSON.stringify(body), { ...init, headers: { ...(init?.headers ?? {}), 'Content-Type': 'application/json' } });
`;

describe('Edge functions of Supabase', () => {
  it('are served by their folder, behind a platform that the public key of the project gets past', async () => {
    assert.deepEqual(
      await shown({
        'supabase/config.toml': '[functions.hook]\nverify_jwt = false\n\n[functions.sure]\nverify_jwt = true\n',
        'supabase/functions/rows/index.ts': OPEN,
        'supabase/functions/sure/index.ts': OPEN,
        'supabase/functions/hook/index.ts': OPEN,
        'supabase/functions/mine/index.ts': ASKS,
        'supabase/functions/_shared/answers.ts': ANSWERS,
        'supabase/functions/_shared/index.ts': OPEN,
      }),
      [
        'supabase ALL /functions/v1/hook unprotected',
        'supabase ALL /functions/v1/mine protected',
        'supabase ALL /functions/v1/rows weak',
        'supabase ALL /functions/v1/sure weak',
      ],
    );
  });

  it('may be handed to serve of the standard library, or exported, wherever the project lies', async () => {
    const open = {
      'apps/back/supabase/config.toml': '[functions.a]\nverify_jwt = false\n[functions."b-c"]\nverify_jwt = false\n',
    };
    assert.deepEqual(
      await shown({
        ...open,
        'apps/back/supabase/functions/a/index.ts': `import { serve } from 'https://deno.land/std@0.168.0/http/server.ts';
const handler = async (req: Request) => {
  if (req.method !== 'POST') return new Response('no', { status: 405 });
  if (req.headers.get('x-cron-secret') !== Deno.env.get('CRON_SECRET')) return new Response('no', { status: 401 });
  return new Response(await db.rows());
};
serve(handler);
`,
        'apps/back/supabase/functions/b-c/index.ts':
          "import { tidy } from '../_shared/supabase.ts';\nexport default { fetch: async (req: Request) => new Response(await tidy(req.url)) };\n",
      }),
      ['supabase ALL /functions/v1/b-c unprotected', 'supabase POST /functions/v1/a protected'],
    );
  });

  it('follow the service key or a signed-in user, and errors that are answered by their status', async () => {
    const files = {
      'supabase/functions/_shared/auth.ts': `import { createClient } from 'npm:@supabase/supabase-js@2';
const KEY = Deno.env.get('SUPABASE_SERVICE_ROLE_KEY') ?? '';
export class HttpError extends Error {
  constructor(readonly status: number, message: string) { super(message); }
}
export function isService(req: Request): boolean {
  const header = req.headers.get('Authorization') ?? '';
  if (!header.startsWith('Bearer ')) return false;
  return KEY.length > 0 && header.slice(7).trim() === KEY;
}
export async function requireUser(client) {
  const { data, error } = await client.auth.getUser();
  if (error || !data.user) throw new HttpError(401, 'no');
  return data.user;
}
export const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
`,
      'supabase/functions/nightly/index.ts': `import { isService } from '../_shared/auth.ts';
Deno.serve(async (req) => {
  if (!isService(req)) return new Response('no', { status: 403 });
  return new Response(await db.tidy());
});
`,
      'supabase/functions/orders/index.ts': `import { answer, HttpError, requireUser } from '../_shared/auth.ts';
Deno.serve(async (req) => {
  try {
    const user = await requireUser(clientOf(req.headers.get('Authorization')));
    return answer(200, await db.orders(user.id));
  } catch (error) {
    if (error instanceof HttpError) return answer(error.status, { error: error.message });
    return answer(500, { error: 'failed' });
  }
});
`,
    };
    assert.deepEqual(await shown(files), [
      'supabase ALL /functions/v1/nightly protected',
      'supabase ALL /functions/v1/orders protected',
    ]);
  });

  it('leave the routes of an application to its framework', async () => {
    const files = {
      'supabase/functions/api/index.ts': `import { Hono } from 'jsr:@hono/hono@4';
const app = new Hono().basePath('/api');
app.get('/rows', async (c) => c.json(await db.rows()));
Deno.serve(app.fetch);
`,
    };
    assert.deepEqual(await shown(files), ['hono GET /api/rows unprotected']);
  });
});
