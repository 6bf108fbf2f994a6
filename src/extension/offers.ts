/** What the sentences after a fix let a person do at once. */

/** Programs whose commands stand in double quotes in next steps. */
const COMMAND = /"((?:git|gh|docker|helm|kubectl|terraform|dotnet|wrangler|fly|set) [^"]+)"/;
/** The sign that ends a sentence is no part of the address. */
const PAGE = /https:\/\/[^\s"]+?(?=[.,:;)]*(?:\s|$))/;

/** The first command to copy and the first page to open. */
export function offersOf(sentences: readonly string[]): { command: string | undefined; page: string | undefined } {
  const text = sentences.join('\n');
  return { command: COMMAND.exec(text)?.[1], page: PAGE.exec(text)?.[0] };
}
