// Bundles the extension into dist/extension.js; with --tests also each test into dist/test.
import { rm, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const shared = { bundle: true, platform: 'node', target: 'node18', format: 'cjs', sourcemap: 'linked', logLevel: 'warning' };

await rm('dist', { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  external: ['vscode'],
  minify: true,
  sourcemap: false,
});
if (process.argv.includes('--tests')) {
  const tests = (await readdir('test')).filter((name) => name.endsWith('.ts'));
  await build({
    ...shared,
    entryPoints: tests.map((name) => join('test', name)),
    outdir: 'dist/test',
    packages: 'external',
  });
}
