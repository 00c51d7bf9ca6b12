/**
 * A user's session over the protocol layer that vscode-languageclient speaks through: opens a broken document, reads the
 * diagnostics, completes, renames and mends it. Run by the end-to-end tests: node session.js PLAN RESULT SERVER
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializeRequest,
  InitializedNotification,
  PublishDiagnosticsNotification,
  RenameRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentEdit,
  createProtocolConnection,
  type Diagnostic,
  type Position,
  type ProtocolConnection,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';

interface Step {
  readonly do: 'diagnose' | 'complete' | 'rename' | 'replace' | 'hover';
  readonly count?: number;
  readonly at?: string;
  readonly offset?: number;
  readonly name?: string;
  readonly with?: string;
}

interface Plan {
  readonly file: string;
  readonly patience: number;
  readonly steps: readonly Step[];
}

class Session {
  private version = 1;
  private published: Diagnostic[] | undefined;
  private changed: () => void = () => undefined;

  constructor(
    private readonly connection: ProtocolConnection,
    private readonly uri: string,
    private text: string,
    private readonly patience: number,
  ) {}

  async open(): Promise<void> {
    this.connection.onNotification(PublishDiagnosticsNotification.type, (found) => {
      // What is said of an older version does not count.
      if (found.uri === this.uri && (found.version === undefined || found.version === this.version)) {
        this.published = found.diagnostics;
        this.changed();
      }
    });
    this.connection.listen();
    await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        general: { positionEncodings: ['utf-16'] },
        textDocument: {
          publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
          rename: { prepareSupport: true },
          hover: { contentFormat: ['markdown', 'plaintext'] },
        },
        workspace: { workspaceEdit: { documentChanges: true }, configuration: false },
      },
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: this.uri, languageId: 'vmcompose', version: this.version, text: this.text },
    });
  }

  async run(step: Step): Promise<unknown> {
    switch (step.do) {
      case 'diagnose':
        return this.diagnose(step.count ?? 0);
      case 'complete':
        return this.complete(this.position(step.at, step.offset));
      case 'rename':
        return this.rename(this.position(step.at), step.name ?? '');
      case 'hover':
        return { text: JSON.stringify(await this.hover(this.position(step.at))) };
      case 'replace': {
        const start = this.index(step.at);
        await this.apply([this.edit(start, start + (step.at ?? '').length, step.with ?? '')]);
        return {};
      }
    }
  }

  async close(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
  }

  private async diagnose(count: number): Promise<unknown> {
    const end = Date.now() + this.patience;
    while (this.published?.length !== count) {
      const left = end - Date.now();
      if (left <= 0) {
        throw new Error(`nothing came within ${this.patience} ms: ${count} diagnostics; last ${JSON.stringify(this.published)}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return {
      diagnostics: this.published.map((one) => ({ ...one.range.start, code: one.code, message: one.message })),
    };
  }

  private async complete(position: Position): Promise<unknown> {
    const answer = await this.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: this.uri },
      position,
    });
    const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
    return { labels: items.map((item) => item.label) };
  }

  private hover(position: Position): Promise<unknown> {
    return this.connection.sendRequest(HoverRequest.type, { textDocument: { uri: this.uri }, position });
  }

  private async rename(position: Position, newName: string): Promise<unknown> {
    const answer = await this.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri: this.uri },
      position,
      newName,
    });
    await this.apply(edits(answer, this.uri));
    return { text: this.text };
  }

  /** Applies edits of one version, last first, and sends them as an editor does. */
  private async apply(all: readonly TextEdit[]): Promise<void> {
    const ordered = [...all].sort((one, other) => this.offset(other.range.start) - this.offset(one.range.start));
    for (const { range, newText } of ordered) {
      this.text = this.text.slice(0, this.offset(range.start)) + newText + this.text.slice(this.offset(range.end));
    }
    this.version += 1;
    this.published = undefined;
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri, version: this.version },
      contentChanges: ordered.map(({ range, newText }) => ({ range, text: newText })),
    });
  }

  private edit(start: number, end: number, newText: string): { range: Range; newText: string } {
    return { range: { start: this.at(start), end: this.at(end) }, newText };
  }

  private index(word: string | undefined): number {
    const found = word === undefined ? -1 : this.text.indexOf(word);
    if (found < 0) {
      throw new Error(`not in the text: ${word}`);
    }
    return found;
  }

  private position(word: string | undefined, offset = 0): Position {
    return this.at(this.index(word) + offset);
  }

  private at(index: number): Position {
    const before = this.text.slice(0, index);
    return { line: before.split('\n').length - 1, character: index - (before.lastIndexOf('\n') + 1) };
  }

  private offset(position: Position): number {
    const lines = this.text.split('\n').slice(0, position.line);
    return lines.reduce((sum, line) => sum + line.length + 1, 0) + position.character;
  }
}

function edits(answer: WorkspaceEdit | null, uri: string): TextEdit[] {
  const versioned = (answer?.documentChanges ?? []).filter(TextDocumentEdit.is).flatMap((one) => one.edits);
  const found = versioned.length > 0 ? versioned : (answer?.changes?.[uri] ?? []);
  if (found.length === 0) {
    throw new Error(`the rename changes nothing: ${JSON.stringify(answer)}`);
  }
  return found.filter((edit): edit is TextEdit => 'newText' in edit);
}

async function main(planFile: string, resultFile: string, server: string): Promise<void> {
  const plan = JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
  const child = spawn(server, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const gone = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const session = new Session(connection, pathToFileURL(plan.file).href, readFileSync(plan.file, 'utf8'), plan.patience);
  const steps: unknown[] = [];
  const result: { steps: unknown[]; fault?: string; exitCode?: number | null } = { steps };
  try {
    await session.open();
    for (const step of plan.steps) {
      steps.push(await session.run(step));
    }
    await session.close();
    result.exitCode = await gone;
  } catch (failure) {
    result.fault = failure instanceof Error ? failure.message : String(failure);
    child.kill();
  }
  connection.dispose();
  writeFileSync(resultFile, JSON.stringify(result));
}

const [planFile = '', resultFile = '', server = ''] = process.argv.slice(2);
void main(planFile, resultFile, server);
