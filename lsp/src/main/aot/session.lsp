Content-Length: 195

{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": null, "rootUri": null, "capabilities": {"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}}}}}Content-Length: 57

{"jsonrpc": "2.0", "method": "initialized", "params": {}}Content-Length: 645

{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "languageId": "vmcompose", "version": 1, "text": "apiVersion: vmregistry.io/v1alpha1\nkind: VMCompose\nnetworks:\n  net: {mode: nat, subnet: 10.0.0.0/24}\nvolumes:\n  data: {size: 10GiB}\nservices:\n  web:\n    image: me/app:1\n    resources:\n      cpu: 2\n      memory: 1GiB\n    networks:\n      - name: net\n        address: 10.0.0.5\n    dependsOn: [db]\n    memroy: 3\n    cloudInit:\n      userData: |\n        #cloud-config\n        hostname: web\n  db:\n    image: me/db:${TAG:-1}\n    networks: [{name: nett}]\n"}}}Content-Length: 174

{"jsonrpc": "2.0", "id": 2, "method": "textDocument/completion", "params": {"position": {"line": 7, "character": 4}, "textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 259

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 3}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 169

{"jsonrpc": "2.0", "id": 3, "method": "textDocument/hover", "params": {"position": {"line": 9, "character": 6}, "textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 259

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 4}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 137

{"jsonrpc": "2.0", "id": 4, "method": "textDocument/documentSymbol", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 259

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 5}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 135

{"jsonrpc": "2.0", "id": 5, "method": "textDocument/foldingRange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 259

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 6}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 142

{"jsonrpc": "2.0", "id": 6, "method": "textDocument/semanticTokens/full", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 259

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 7}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 182

{"jsonrpc": "2.0", "id": 7, "method": "textDocument/formatting", "params": {"options": {"tabSize": 2, "insertSpaces": true}, "textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 259

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 8}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 131

{"jsonrpc": "2.0", "id": 8, "method": "textDocument/codeLens", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 259

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 9}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 135

{"jsonrpc": "2.0", "id": 9, "method": "textDocument/documentLink", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 260

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 10}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 219

{"jsonrpc": "2.0", "id": 10, "method": "textDocument/inlayHint", "params": {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 22, "character": 0}}, "textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 260

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 11}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 253

{"jsonrpc": "2.0", "id": 11, "method": "textDocument/codeAction", "params": {"range": {"start": {"line": 16, "character": 4}, "end": {"line": 16, "character": 8}}, "context": {"diagnostics": []}, "textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 260

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 12}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 177

{"jsonrpc": "2.0", "id": 12, "method": "textDocument/definition", "params": {"position": {"line": 13, "character": 15}, "textDocument": {"uri": "file:///tmp/x.vmcompose.yaml"}}}Content-Length: 260

{"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": {"uri": "file:///tmp/x.vmcompose.yaml", "version": 13}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "#\n"}]}}Content-Length: 50

{"jsonrpc": "2.0", "id": 99, "method": "shutdown"}Content-Length: 36

{"jsonrpc": "2.0", "method": "exit"}