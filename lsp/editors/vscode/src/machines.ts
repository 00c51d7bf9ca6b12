/** One machine of a service, as `vmr compose ps -o json` lists it. */
export interface Machine {
  readonly service: string;
  readonly machine: string;
}

/**
 * The machines of a service, or of all services when none is named, in what `vmr compose ps -o json` printed: none before it is up, several with replicas.
 * Fails when the text is not such a listing.
 */
export function machinesOf(service: string | undefined, listing: string): Machine[] {
  const rows: unknown = JSON.parse(listing);
  if (!Array.isArray(rows)) {
    throw new Error(`Tried to read the list of machines but failed because it is no list: ${listing.slice(0, 80)}`);
  }
  return rows.filter(isMachine).filter((row) => service === undefined || row.service === service);
}

function isMachine(row: unknown): row is Machine {
  return (
    typeof row === 'object' &&
    row !== null &&
    'service' in row &&
    'machine' in row &&
    typeof row.service === 'string' &&
    typeof row.machine === 'string' &&
    row.machine !== ''
  );
}
