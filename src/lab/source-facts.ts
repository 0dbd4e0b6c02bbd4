// What a source file says, for the rules to judge: its imports, the names that it uses, its markup.
import { parse } from 'svelte/compiler';
import ts from 'typescript';

export interface Import {
  specifier: string;
  /** Nothing of it is left once types are erased. */
  typeOnly: boolean;
}

export interface SourceFacts {
  imports: Import[];
  /** Identifiers and property names in use (not in comments or strings), `document.write` and `new Function` included. */
  uses: Set<string>;
  /** Names that the file declares itself: parameters, variables, functions, imports. */
  declares: Set<string>;
  /** Kinds of Svelte markup nodes, such as HtmlTag. */
  markup: Set<string>;
}

/** Reads a .ts, .mjs or .svelte file. `path` decides which. */
export function readFacts(path: string, text: string): SourceFacts {
  const facts: SourceFacts = { imports: [], uses: new Set(), declares: new Set(), markup: new Set() };
  if (!path.endsWith('.svelte')) {
    readScript(path, text, facts);
    return facts;
  }
  for (const [, script] of text.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g))
    readScript(`${path}.ts`, script, facts);
  readMarkup(parse(text, { modern: true }).fragment, facts);
  return facts;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  // With verbatimModuleSyntax even `import { type A }` leaves an import behind, but one of no value.
  return (
    !clause.name &&
    !!bindings &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

function readScript(path: string, text: string, facts: SourceFacts): void {
  const add = (node: ts.Expression | undefined, typeOnly: boolean) => {
    if (node && ts.isStringLiteralLike(node)) facts.imports.push({ specifier: node.text, typeOnly });
    else if (node) facts.imports.push({ specifier: `(computed) ${node.getText()}`, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal as ts.Expression, true);
    } else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
      if (ts.isIdentifier(node.expression) && node.expression.text === 'Function') facts.uses.add('new Function');
    } else if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
      facts.uses.add(`new ${node.expression.text}`);
    } else if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      facts.uses.add(`${node.expression.text}.${node.name.text}`);
    } else if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
      facts.uses.add(node.argumentExpression.text);
    }
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const declared =
        (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) &&
        parent.name === node;
      if (declared || ts.isFunctionDeclaration(parent) || ts.isImportSpecifier(parent)) facts.declares.add(node.text);
      // A name that is part of a type only, or the name of a member being declared, does nothing by itself.
      if (!ts.isTypeReferenceNode(parent) && !declared) facts.uses.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
}

/** Walks Svelte's tree, in which expressions are ESTree nodes. */
function readMarkup(node: unknown, facts: SourceFacts): void {
  if (Array.isArray(node)) {
    for (const child of node) readMarkup(child, facts);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { type, ...rest } = node as { type?: unknown } & Record<string, unknown>;
  if (typeof type === 'string') facts.markup.add(type);
  const { name, value } = rest;
  if (type === 'Identifier' && typeof name === 'string') facts.uses.add(name);
  // `bind:innerHTML` and `element['innerHTML']`.
  if (type === 'BindDirective' && typeof name === 'string') facts.uses.add(name);
  if (type === 'MemberExpression') {
    const { object, property } = rest as Record<string, { type: string; name?: string; value?: unknown }>;
    if (property.type === 'Literal' && typeof property.value === 'string') facts.uses.add(property.value);
    if (object.name && property.name) facts.uses.add(`${object.name}.${property.name}`);
  }
  if (type === 'NewExpression') facts.uses.add(`new ${(rest.callee as { name?: string }).name}`);
  if (type === 'ImportExpression') {
    const source = rest.source as { value?: unknown };
    facts.imports.push({ specifier: typeof source.value === 'string' ? source.value : '(computed)', typeOnly: false });
  }
  if (type === 'Literal' && typeof value !== 'object') return;
  for (const child of Object.values(rest)) readMarkup(child, facts);
}
