import type { NextFunction, Request, Response } from 'express';
import jwt from 'jsonwebtoken';

/** Answers 401 unless the request carries a token that this shop has signed. */
export function requireAuth(request: Request, response: Response, next: NextFunction): void {
  const token = request.headers.authorization?.replace(/^Bearer /, '');
  try {
    response.locals.user = jwt.verify(token ?? '', process.env.JWT_SECRET ?? '', { algorithms: ['HS256'] });
    next();
  } catch {
    response.status(401).json({ error: 'Sign in first' });
  }
}
