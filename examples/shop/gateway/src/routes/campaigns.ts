import { Router } from 'express';

export const campaigns = Router();

campaigns.get('/', (_request, response) => {
  response.json([]);
});

campaigns.delete('/:id', (request, response) => {
  response.json({ deleted: request.params.id });
});
