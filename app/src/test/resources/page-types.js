// SPDX-License-Identifier: Apache-2.0
// Compiles the page in a browser: files by path in, complaints out. `ts` is the compiler.
const [files, done] = arguments;
const folders = new Set();
for (const path of Object.keys(files)) {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    folders.add(path.slice(0, at));
  }
}
const config = ts.parseConfigFileTextToJson('tsconfig.json', files['/web/ui/tsconfig.json']);
const { options, errors } = ts.convertCompilerOptionsFromJson(
  config.config.compilerOptions, '/web/ui');
const host = {
  getSourceFile: (path, version) =>
    files[path] === undefined ? undefined : ts.createSourceFile(path, files[path], version),
  getDefaultLibFileName: () => '/lib/lib.d.ts',
  getDefaultLibLocation: () => '/lib',
  getCurrentDirectory: () => '/web/ui',
  getCanonicalFileName: path => path,
  useCaseSensitiveFileNames: () => true,
  getNewLine: () => '\n',
  fileExists: path => files[path] !== undefined,
  readFile: path => files[path],
  directoryExists: path => folders.has(path),
  getDirectories: () => [],
  writeFile: () => undefined,
};
const roots = Object.keys(files).filter(path => /^\/web\/ui\/.*\.tsx?$/.test(path));
const program = ts.createProgram(roots, options, host);
const found = [config.error, ...errors, ...ts.getPreEmitDiagnostics(program)].filter(Boolean);
done({
  sources: roots.length,
  lines: found.slice(0, 50).map(each => {
    const place = each.file ? each.file.getLineAndCharacterOfPosition(each.start) : null;
    const where = place ? `${each.file.fileName}:${place.line + 1}: ` : '';
    return where + ts.flattenDiagnosticMessageText(each.messageText, ' ');
  }),
});
