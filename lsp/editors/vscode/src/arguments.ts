/** What a code lens names: a document and, where it stands over one, a service. */
export interface Target {
  readonly uri: string;
  readonly service: string | undefined;
}

/**
 * Reads the arguments of a command: `[uri]` or `[uri, service]`. None when the command was called without them, from the
 * palette for instance.
 */
export function target(args: readonly unknown[]): Target | undefined {
  const [uri, service] = args;
  if (typeof uri !== 'string') {
    return undefined;
  }
  return { uri, service: typeof service === 'string' && service !== '' ? service : undefined };
}
