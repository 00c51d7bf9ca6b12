import assert from 'node:assert/strict';
import Module from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

/** The commands that the editor knows once the extension was activated. */
const commands = new Map<string, unknown>();
const complaints: string[] = [];

/** Stands for whatever of the editor's API the test says nothing about: a class, a function and an object at once. */
function anything(): unknown {
  return new Proxy(class {}, {
    get: (target, name) => {
      if (name === Symbol.toPrimitive) {
        return () => '';
      }
      return name === 'then' ? undefined : (Reflect.get(target, name) ?? anything());
    },
    apply: () => anything(),
    construct: () => anything() as object,
  });
}

const vscode = new Proxy(
  {
    version: '1.82.0',
    commands: {
      registerCommand: (name: string, run: unknown) => {
        commands.set(name, run);
        return { dispose: () => commands.delete(name) };
      },
    },
    Disposable: { from: (...all: { dispose(): void }[]) => ({ dispose: () => all.forEach((one) => one.dispose()) }) },
    workspace: new Proxy(
      { getConfiguration: () => ({ get: (name: string) => (name === 'server.path' ? '/nowhere/vmr-lsp' : undefined) }) },
      { get: (target, name) => Reflect.get(target, name) ?? anything() },
    ),
    window: new Proxy(
      { showErrorMessage: (text: string) => Promise.resolve(void complaints.push(text)) },
      { get: (target, name) => Reflect.get(target, name) ?? anything() },
    ),
  },
  { get: (target, name) => Reflect.get(target, name) ?? anything() },
);

test('the packed extension offers the commands that its manifest names', async () => {
  const load = Reflect.get(Module, '_load') as (name: string, ...rest: unknown[]) => unknown;
  Reflect.set(Module, '_load', (name: string, ...rest: unknown[]) =>
    name === 'vscode' ? vscode : Reflect.apply(load, Module, [name, ...rest]),
  );
  const root = join(__dirname, '../..');
  const extension = require(join(root, 'dist/extension.js')) as {
    activate(context: { subscriptions: { dispose(): void }[] }): Promise<void>;
  };
  const subscriptions: { dispose(): void }[] = [];
  await extension.activate({ subscriptions });
  const manifest = require(join(root, 'package.json')) as { contributes: { commands: { command: string }[] } };
  assert.deepEqual([...commands.keys()].sort(), manifest.contributes.commands.map((one) => one.command).sort());
});

test('a server that cannot be started is named, with the setting that mends it', () => {
  assert.ok(
    complaints.some((text) => text.includes('/nowhere/vmr-lsp') && text.includes('vmRegistry.server.path')),
    complaints.join('\n'),
  );
});
