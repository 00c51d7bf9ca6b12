// Packs the bundled extension into a VSIX without asking anything of the network: node pack.mjs [FILE]
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { dirname, extname, join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Builder from 'fast-xml-builder';
import { ZipFile } from 'yazl';

const CONTENT = ['README.md', 'dist/extension.js', 'language-configuration.json', 'package.json', 'snippets', 'syntaxes'];
const TYPES = { '.js': 'application/javascript', '.json': 'application/json', '.md': 'text/markdown', '.vsixmanifest': 'text/xml' };
/** The same input makes the same bytes. */
const WRITTEN = { mtime: new Date('2000-01-01T00:00:00Z'), mode: 0o100644 };

const extension = JSON.parse(await readFile('package.json', 'utf8'));
const target = process.argv[2] ?? `../../target/${extension.name}-${extension.version}.vsix`;
const files = (await Promise.all(CONTENT.map(listed))).flat().sort();
await mkdir(dirname(target), { recursive: true });
const zip = new ZipFile();
zip.addBuffer(Buffer.from(manifest()), 'extension.vsixmanifest', WRITTEN);
zip.addBuffer(Buffer.from(contentTypes()), '[Content_Types].xml', WRITTEN);
for (const file of files) {
  zip.addBuffer(await readFile(file), posix.join('extension', file), WRITTEN);
}
zip.end();
await pipeline(zip.outputStream, createWriteStream(target));
console.log(target);

async function listed(path) {
  if (extname(path) !== '') {
    return [path];
  }
  return (await readdir(path)).map((name) => join(path, name));
}

function xml(tree) {
  const builder = new Builder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, suppressEmptyNode: true, suppressBooleanAttributes: false });
  return builder.build({ '?xml': { '@version': '1.0', '@encoding': 'utf-8' }, ...tree });
}

function manifest() {
  const asset = (type, path) => ({ '@Type': type, '@Path': path, '@Addressable': 'true' });
  const property = (id, value) => ({ '@Id': `Microsoft.VisualStudio.Code.${id}`, '@Value': value });
  return xml({
    PackageManifest: {
      '@Version': '2.0.0',
      '@xmlns': 'http://schemas.microsoft.com/developer/vsx-schema/2011',
      '@xmlns:d': 'http://schemas.microsoft.com/developer/vsx-schema-design/2011',
      Metadata: {
        Identity: {
          '@Language': 'en-US',
          '@Id': extension.name,
          '@Version': extension.version,
          '@Publisher': extension.publisher,
        },
        DisplayName: extension.displayName,
        Description: { '@xml:space': 'preserve', '#text': extension.description },
        Tags: extension.contributes.languages.map((language) => language.id).join(','),
        Categories: extension.categories.join(','),
        GalleryFlags: 'Public',
        Properties: {
          Property: [
            property('Engine', extension.engines.vscode),
            property('ExtensionDependencies', ''),
            property('ExtensionPack', ''),
            property('ExtensionKind', 'workspace'),
            property('LocalizedLanguages', ''),
          ],
        },
      },
      Installation: { InstallationTarget: { '@Id': 'Microsoft.VisualStudio.Code' } },
      Dependencies: '',
      Assets: {
        Asset: [
          asset('Microsoft.VisualStudio.Code.Manifest', 'extension/package.json'),
          asset('Microsoft.VisualStudio.Services.Content.Details', 'extension/README.md'),
        ],
      },
    },
  });
}

function contentTypes() {
  return xml({
    Types: {
      '@xmlns': 'http://schemas.openxmlformats.org/package/2006/content-types',
      Default: Object.entries(TYPES).map(([extension, type]) => ({ '@Extension': extension, '@ContentType': type })),
    },
  });
}
