// Types of example.mjs for the TypeScript tests.

/** Writes the sample into a folder that is empty or does not exist yet, as a git repository where there is a git. */
export function writeExample(folder: string): void;
