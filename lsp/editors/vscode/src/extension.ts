import * as os from 'node:os';
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import { launch } from './launch';
import { Vmr } from './vmr';

const SECTION = 'vmRegistry';
/** YAML under other names is sent too: the server answers for the documents whose apiVersion is ours. */
const LANGUAGES = ['vmfile', 'vmcompose', 'yaml'];

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    new Vmr().register(),
    vscode.commands.registerCommand('vmRegistry.restartServer', restart),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration(`${SECTION}.server`) || change.affectsConfiguration(`${SECTION}.java`)) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function start(): Promise<void> {
  client = new LanguageClient(SECTION, 'VM Registry', serverOptions(), clientOptions());
  try {
    await client.start();
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    void vscode.window.showErrorMessage(
      `Tried to start vmr-lsp but failed because ${reason}. Put it on the PATH or set vmRegistry.server.path.`,
    );
  }
}

function serverOptions(): ServerOptions {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const { command, env } = launch(
    'vmr-lsp',
    { path: settings.get<string>('server.path'), javaHome: settings.get<string>('java.home') },
    os.homedir(),
  );
  return { command, options: { env: { ...process.env, ...env } } };
}

function clientOptions(): LanguageClientOptions {
  return {
    documentSelector: LANGUAGES.flatMap((language) => [
      { scheme: 'file', language },
      { scheme: 'untitled', language },
    ]),
    // The server registers itself for the files that it wants to hear of.
    synchronize: { configurationSection: SECTION },
  };
}
