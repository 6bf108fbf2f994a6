import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const raising = (line: string): Record<string, string> =>
  fastapi({}, `def a():\n    try:\n        b()\n    except Exception as e:\n        ${line}\n`);
const answering = (line: string): Record<string, string> =>
  express({}, `app.get('/', (req, res) => {\n  try {\n    b();\n  } catch (err) {\n    ${line}\n  }\n});\n`);

describeCheck('error-details-leaked', [
  {
    it: 'holds for a general sentence',
    files: raising('raise HTTPException(status_code=500, detail="Something went wrong")'),
    answer: 'pass E4',
  },
  {
    it: 'fails for the text of the exception',
    files: raising('raise HTTPException(status_code=500, detail=f"failed: {e}")'),
    answer: 'fail E0 main.py:7',
  },
  {
    it: 'fails for a dictionary that is returned',
    files: raising('return {"status": "down", "error": str(e)}'),
    answer: 'fail E0 main.py:7',
  },
  {
    it: 'fails in Express',
    files: answering('res.status(500).json({ error: err.message });'),
    answer: 'fail E0 server.ts:7',
  },
  {
    it: 'leaves the caller’s own mistakes alone',
    files: raising('raise HTTPException(status_code=400, detail=str(e))'),
    answer: 'pass E4',
  },
  {
    it: 'leaves the caller’s own mistakes in Express alone',
    files: answering('res.status(422).json({ error: err.message });'),
    answer: 'pass E4',
  },
  { it: 'leaves logs alone', files: answering('logger.error({ error: err.message });'), answer: 'pass E4' },
  {
    it: 'leaves code that nothing serves alone',
    files: { ...fastapi(), 'old.py': 'raise HTTPException(status_code=500, detail=str(e))\n' },
    answer: 'pass E4',
  },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);
