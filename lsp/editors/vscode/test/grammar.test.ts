import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { OnigScanner, OnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, Registry, parseRawGrammar, type IGrammar } from 'vscode-textmate';

/** The grammars as the editor's own engine reads them. */
async function grammar(scope: string): Promise<IGrammar> {
  const wasm = await readFile(createRequire(__filename).resolve('vscode-oniguruma/release/onig.wasm'));
  const registry = new Registry({
    onigLib: loadWASM(wasm).then(() => ({
      createOnigScanner: (patterns: string[]) => new OnigScanner(patterns),
      createOnigString: (text: string) => new OnigString(text),
    })),
    loadGrammar: async (name) => {
      const path = `syntaxes/${name.replace('source.', '')}.tmLanguage.json`;
      return parseRawGrammar(await readFile(path, 'utf8'), path);
    },
  });
  const found = await registry.loadGrammar(scope);
  assert.ok(found, `no grammar ${scope}`);
  return found;
}

/** The innermost scope of every piece of a text that is more than white space, without the language's suffix. */
function pieces(read: IGrammar, text: string): [string, string][] {
  let state = INITIAL;
  return text.split('\n').flatMap((line) => {
    const result = read.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens
      .map((token): [string, string] => [
        line.slice(token.startIndex, token.endIndex).trim(),
        (token.scopes.at(-1) ?? '').replace(/\.(vm-registry|vmfile|vmcompose)$/, ''),
      ])
      .filter(([piece]) => piece !== '');
  });
}

const KEY = 'entity.name.tag';
const COLON = 'punctuation.separator.key-value';

test('keys, allowed words and comments', async () => {
  assert.deepEqual(pieces(await grammar('source.vmfile'), 'kind: VMFile # ours\nspec:\n  diskFormat: qcow2'), [
    ['kind', KEY],
    [':', COLON],
    ['VMFile', 'support.constant'],
    ['# ours', 'comment.line.number-sign'],
    ['spec', KEY],
    [':', COLON],
    ['diskFormat', KEY],
    [':', COLON],
    ['qcow2', 'support.constant'],
  ]);
});

test('a block text ends where the indentation does', async () => {
  const text = '    userData: |\n      #cloud-config\n      name: a\n\n      more\n    labels: {a: b}';
  const found = pieces(await grammar('source.vmcompose'), text);
  assert.deepEqual(found.slice(2, 6), [
    ['|', 'keyword.control.block-text'],
    ['#cloud-config', 'string.unquoted.block'],
    ['name: a', 'string.unquoted.block'],
    ['more', 'string.unquoted.block'],
  ]);
  assert.deepEqual(found[6], ['labels', KEY]);
});

test('variables, addresses, sizes, anchors', async () => {
  const text = 'x: ["${HOST:-me}", 10.0.0.0/24, 2GiB, 52:54:00:12:34:56, *base]\ny: &base true\nz: a$$b';
  const found = new Map(pieces(await grammar('source.vmcompose'), text));
  assert.equal(found.get('HOST'), 'variable.other');
  assert.equal(found.get(':-'), 'keyword.operator');
  assert.equal(found.get('10.0.0.0/24'), 'constant.numeric.address');
  assert.equal(found.get('2GiB'), 'constant.numeric');
  assert.equal(found.get('52:54:00:12:34:56'), 'constant.numeric.mac');
  assert.equal(found.get('*base'), 'variable.other.alias');
  assert.equal(found.get('&base'), 'entity.name.type.anchor');
  assert.equal(found.get('true'), 'constant.language');
  assert.equal(found.get('$$'), 'constant.character.escape');
});

test('a word in a text is no key and a version no number', async () => {
  const found = pieces(await grammar('source.vmcompose'), 'image: me/postgres:17\nname: no1 # "x": y');
  assert.deepEqual(
    found.filter(([, scope]) => scope === KEY || scope.startsWith('constant')),
    [
      ['image', KEY],
      ['name', KEY],
    ],
  );
});
