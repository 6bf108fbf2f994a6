import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';

import { requireAuth } from './auth.js';
import { campaigns } from './routes/campaigns.js';
import { reports } from './routes/reports.js';

const app = express();

app.use(helmet());
app.use(express.json({ limit: '100kb' }));

app.get('/health', (_request, response) => {
  response.json({ status: 'ok' });
});

// Order matters: what stands above the guard is not covered by it.
app.use('/campaigns', campaigns);
app.use(requireAuth);
app.use('/reports', reports);

app.use((error: Error, _request: Request, response: Response, _next: NextFunction) => {
  console.error(error);
  response.status(500).json({ error: 'Something went wrong' });
});

app.listen(8080);
