import assert from 'node:assert/strict';
import { test } from 'node:test';
import { target } from '../src/arguments';
import * as commandLines from '../src/commandLines';
import { launch } from '../src/launch';
import { machinesOf } from '../src/machines';

test('without settings the program of the PATH is started', () => {
  assert.deepEqual(launch('vmr-lsp', {}, '/home/me'), { command: 'vmr-lsp', env: {} });
  assert.deepEqual(launch('vmr-lsp', { path: ' ', javaHome: '' }, '/home/me'), { command: 'vmr-lsp', env: {} });
});

test('a setting names the program and its Java, from the home where it begins with ~', () => {
  assert.deepEqual(launch('vmr', { path: '~/vm/bin/vmr', javaHome: '/opt/jdk' }, '/home/$&'), {
    command: '/home/$&/vm/bin/vmr',
    env: { JAVA_HOME: '/opt/jdk' },
  });
  assert.equal(launch('vmr', { path: '~me/vmr' }, '/home/you').command, '~me/vmr');
});

test('the command lines behind the lenses', () => {
  assert.deepEqual(commandLines.up('/a b/VMCompose', undefined), ['compose', 'up', '-f', '/a b/VMCompose']);
  assert.deepEqual(commandLines.up('/VMCompose', 'web'), ['compose', 'up', '-f', '/VMCompose', 'web']);
  assert.deepEqual(commandLines.logs('lab-web-1'), ['logs', '--follow', 'lab-web-1']);
  assert.deepEqual(commandLines.ssh('lab-web-1'), ['ssh', 'lab-web-1']);
});

test('a lens names a document and perhaps a service', () => {
  assert.deepEqual(target(['file:///w/VMCompose', 'web']), { uri: 'file:///w/VMCompose', service: 'web' });
  assert.deepEqual(target(['file:///w/VMCompose']), { uri: 'file:///w/VMCompose', service: undefined });
  assert.equal(target([]), undefined);
  assert.equal(target([{ fsPath: '/w' }]), undefined);
});

test('the machines of a service', () => {
  const listing = JSON.stringify([
    { service: 'web', machine: 'lab-web-1', status: 'RUNNING' },
    { service: 'db', machine: 'lab-db', status: 'RUNNING' },
    { service: 'web', machine: 'lab-web-2', status: 'RUNNING' },
    { service: 'web', machine: '' },
  ]);
  assert.deepEqual(
    machinesOf('web', listing).map((one) => one.machine),
    ['lab-web-1', 'lab-web-2'],
  );
  assert.deepEqual(machinesOf('cache', listing), []);
  assert.equal(machinesOf(undefined, listing).length, 3);
  assert.throws(() => machinesOf('web', '{"error": 1}'), /no list/);
});
