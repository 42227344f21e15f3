// Syntax that Node 8.9 cannot read: with any of it a function could not even say that its node is too old. Patterns
// are not looked at: it reads one when that is first used.
import ts from 'typescript'

const KINDS: Readonly<Record<number, string>> = {
  [ts.SyntaxKind.PrivateIdentifier]: '#private',
  [ts.SyntaxKind.PropertyDeclaration]: 'class field',
  [ts.SyntaxKind.ClassStaticBlockDeclaration]: 'static block',
  [ts.SyntaxKind.QuestionDotToken]: '?.',
  [ts.SyntaxKind.QuestionQuestionToken]: '??',
  [ts.SyntaxKind.QuestionQuestionEqualsToken]: '??=',
  [ts.SyntaxKind.BarBarEqualsToken]: '||=',
  [ts.SyntaxKind.AmpersandAmpersandEqualsToken]: '&&=',
  [ts.SyntaxKind.BigIntLiteral]: 'bigint',
  [ts.SyntaxKind.AwaitKeyword]: 'for await',
}

/** @returns what there is of it, by name */
export function newSyntaxIn(text: string): string[] {
  const found = new Set<string>()
  const look = (node: ts.Node): void => {
    const name = KINDS[node.kind]
    if (name !== undefined) found.add(name)
    if (ts.isCatchClause(node) && !node.variableDeclaration) found.add('catch without a name')
    ts.forEachChild(node, look)
  }
  look(ts.createSourceFile('index.js', text, ts.ScriptTarget.Latest, true))
  return [...found]
}
