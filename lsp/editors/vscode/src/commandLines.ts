/** The command lines of `vmr` behind the code lenses, as lists of arguments: no shell takes them apart. */

export function up(file: string, service: string | undefined): string[] {
  return ['compose', 'up', '-f', file, ...(service === undefined ? [] : [service])];
}

export function listing(file: string): string[] {
  return ['compose', 'ps', '-f', file, '-o', 'json'];
}

export function logs(machine: string): string[] {
  return ['logs', '--follow', machine];
}

export function ssh(machine: string): string[] {
  return ['ssh', machine];
}
