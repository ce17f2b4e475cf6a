import { putBack } from './values.ts'

/** What a body is made of, once it is filled: paragraphs, lists (`- `) and quotes (`> `), with **bold** in them. */
interface Block {
  kind: 'paragraph' | 'list' | 'quote'
  lines: string[]
}

const STYLES = {
  paragraph: 'margin:0 0 16px',
  list: 'margin:0 0 16px;padding:0 0 0 20px',
  quote: 'margin:0 0 16px;padding:2px 0 2px 12px;border-left:3px solid #d6d6da',
}

/**
 * The filled body of a template in both forms an email has. Its author writes no HTML: whatever looks like it is shown as
 * it stands, as are marks that came in with a value (values.ts).
 */
export function bodyForms(filled: string): { html: string; text: string } {
  const blocks = blocksOf(filled)
  return { html: blocks.map(htmlOf).join('\n'), text: blocks.map(textOf).join('\n\n') }
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function blocksOf(filled: string): Block[] {
  const blocks: Block[] = []
  let isOpen = false
  for (const line of filled.split('\n').map((one) => one.trim())) {
    if (line === '') {
      isOpen = false
      continue
    }
    const kind = kindOf(line)
    const last = blocks.at(-1)
    // A loop leaves blank lines between its rounds, and a list is one list all the same.
    const isMore = last?.kind === kind && (isOpen || kind === 'list')
    const said = kind === 'paragraph' ? line : line.slice(2)
    if (isMore) last.lines.push(said)
    else blocks.push({ kind, lines: [said] })
    isOpen = true
  }
  return blocks
}

function kindOf(line: string): Block['kind'] {
  if (line.startsWith('- ')) return 'list'
  return line === '>' || line.startsWith('> ') ? 'quote' : 'paragraph'
}

function htmlOf({ kind, lines }: Block): string {
  const shown = lines.map((line) => putBack(escapeHtml(line).replace(BOLD, '<strong>$1</strong>'), '<br>', escapeHtml))
  if (kind === 'list') {
    const items = shown.map((line) => `<li dir="auto">${line}</li>`).join('')
    return `<ul style="${STYLES.list}">${items}</ul>`
  }
  const tag = kind === 'quote' ? 'blockquote' : 'p'
  return `<${tag} dir="auto" style="${STYLES[kind]}">${shown.join('<br>')}</${tag}>`
}

function textOf({ kind, lines }: Block): string {
  const before = { paragraph: '', list: '- ', quote: '> ' }[kind]
  const further = kind === 'list' ? '  ' : before
  return lines.map((line) => before + putBack(line.replace(BOLD, '$1'), `\n${further}`)).join('\n')
}

const BOLD = /\*\*([^*]+)\*\*/g
