import { Router } from 'express';

export const reports = Router();

reports.get('/sales', (_request, response) => {
  response.json({ total: 0 });
});

reports.post('/sales/export', (_request, response) => {
  response.status(202).json({ queued: true });
});
