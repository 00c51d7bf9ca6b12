import { execFile } from 'node:child_process';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { target } from './arguments';
import * as commandLines from './commandLines';
import { launch, type Launch } from './launch';
import { machinesOf } from './machines';

/** How long `vmr compose ps` may take before the user is told. */
const PATIENCE_MS = 15_000;

/** The commands of the code lenses: each runs `vmr` as a task, so that what it said stays on the terminal after its end. */
export class Vmr {
  register(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.commands.registerCommand('vmr.compose.up', (...args: unknown[]) => this.up(args)),
      vscode.commands.registerCommand('vmr.compose.logs', (...args: unknown[]) =>
        this.onMachine(args, 'Logs', commandLines.logs),
      ),
      vscode.commands.registerCommand('vmr.ssh', (...args: unknown[]) =>
        this.onMachine(args, 'SSH', commandLines.ssh),
      ),
    );
  }

  private async up(args: readonly unknown[]): Promise<void> {
    const meant = await document(args);
    if (meant !== undefined) {
      await saved(meant.file);
      await run(`Up ${meant.service ?? path.basename(meant.file)}`, meant.file, commandLines.up(meant.file, meant.service));
    }
  }

  private async onMachine(
    args: readonly unknown[],
    title: string,
    commandLine: (machine: string) => string[],
  ): Promise<void> {
    const meant = await document(args);
    if (meant === undefined) {
      return;
    }
    try {
      const machine = await machineOf(meant.file, meant.service);
      if (machine !== undefined) {
        await run(`${title} ${machine}`, meant.file, commandLine(machine));
      }
    } catch (failure) {
      void vscode.window.showErrorMessage(failure instanceof Error ? failure.message : String(failure));
    }
  }
}

interface Meant {
  readonly file: string;
  readonly service: string | undefined;
}

/** The file that the arguments name, else the one in the active editor. */
async function document(args: readonly unknown[]): Promise<Meant | undefined> {
  const named = target(args);
  const uri = named === undefined ? vscode.window.activeTextEditor?.document.uri : vscode.Uri.parse(named.uri);
  if (uri?.scheme !== 'file') {
    await vscode.window.showWarningMessage('Save the file first: vmr reads it from its folder.');
    return undefined;
  }
  return { file: uri.fsPath, service: named?.service };
}

async function saved(file: string): Promise<void> {
  const open = vscode.workspace.textDocuments.find((one) => one.uri.scheme === 'file' && one.uri.fsPath === file);
  if (open?.isDirty === true) {
    await open.save();
  }
}

/** The machine of the service, or of the file where none is named; the user chooses where there are several. */
async function machineOf(file: string, service: string | undefined): Promise<string | undefined> {
  const machines = machinesOf(service, await output(file, commandLines.listing(file)));
  if (machines.length === 0) {
    throw new Error(`${service ?? path.basename(file)} has no machine yet. Bring it up first.`);
  }
  if (machines.length === 1) {
    return machines[0]?.machine;
  }
  return vscode.window.showQuickPick(
    machines.map((one) => one.machine),
    { placeHolder: 'Which machine?' },
  );
}

function program(): Launch {
  const settings = vscode.workspace.getConfiguration('vmRegistry');
  return launch(
    'vmr',
    { path: settings.get<string>('cli.path'), javaHome: settings.get<string>('java.home') },
    os.homedir(),
  );
}

async function run(name: string, file: string, args: string[]): Promise<void> {
  const { command, env } = program();
  const execution = new vscode.ProcessExecution(command, args, { cwd: path.dirname(file), env: { ...env } });
  const scope = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file)) ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task({ type: 'vmr' }, scope, name, 'vmr', execution);
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    focus: true,
  };
  await vscode.tasks.executeTask(task);
}

function output(file: string, args: string[]): Promise<string> {
  const { command, env } = program();
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      { cwd: path.dirname(file), env: { ...process.env, ...env }, timeout: PATIENCE_MS },
      (failure, stdout, stderr) => {
        if (failure === null) {
          resolve(stdout);
        } else {
          reject(new Error(`Tried to list the machines but failed because ${stderr.trim() || failure.message}`));
        }
      },
    );
  });
}
