import { readFileSync } from 'node:fs'

export interface Block {
  language: string
  /** What stands behind the language: the name of a shape, or the status that a request is answered with. */
  label: string
  text: string
}

export interface Page {
  path: string
  text: string
  blocks: Block[]
  /** The text without its code blocks. */
  prose: string
}

const BLOCK = /^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm

export function readPage(path: string): Page {
  const text = readFileSync(path, 'utf8')
  const blocks = [...text.matchAll(BLOCK)].map(([, language, label, inside]) => ({
    language: language!,
    label: label!,
    text: inside!,
  }))
  return { path, text, blocks, prose: text.replace(BLOCK, '') }
}

/** What stands between backticks in a line of prose. */
export function codeIn(page: Page): string[] {
  return [...page.prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!)
}

export function linksIn(page: Page): string[] {
  return [...page.prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!)
}

/** The rows of the tables, without heading and rule: the text of each cell. */
export function rowsIn(page: Page): string[][] {
  const lines = page.prose.split('\n')
  const isRow = (line: string | undefined) => line?.startsWith('|') ?? false
  return lines
    .filter((line, i) => isRow(line) && !/^\|[-|]+\|$/.test(line) && !/^\|[-|]+\|$/.test(lines[i + 1] ?? ''))
    .map((line) => line.slice(1, -1).split(/(?<!\\)\|/))
    .map((cells) => cells.map((cell) => cell.trim()))
}

/** As GitHub makes it of a heading. */
export function anchorsIn(page: Page): string[] {
  return [...page.prose.matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
