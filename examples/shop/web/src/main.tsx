import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { Shelf } from './shelf';

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Shelf books={[]} />
    </StrictMode>,
  );
}
