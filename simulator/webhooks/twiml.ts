/** What an answer to an inbound text asks for, in order. */
export type Verb =
  | { verb: 'message'; body: string; to: string | null; from: string | null; statusCallback: string | null }
  | { verb: 'redirect'; url: string; method: 'GET' | 'POST' }

interface Element {
  name: string
  attributes: Record<string, string>
  /** Text directly inside, pieces joined. */
  text: string
  children: Element[]
}

/** Reads a TwiML document; null when it is not one. Only what answers a text is understood, the rest is passed over. */
export function readTwiml(document: string): Verb[] | null {
  const root = readXml(document)
  if (root?.name !== 'Response') return null
  return root.children.flatMap((child) => readVerb(child))
}

function readVerb(element: Element): Verb[] {
  const { name, attributes } = element
  if (name === 'Redirect') {
    return [{ verb: 'redirect', url: element.text.trim(), method: attributes.method === 'GET' ? 'GET' : 'POST' }]
  }
  // `Sms` is the older name of the same verb.
  if (name !== 'Message' && name !== 'Sms') return []
  const bodies = element.children.filter((child) => child.name === 'Body').map((child) => child.text)
  const body = bodies.length > 0 ? bodies.join('') : element.text.trim()
  const statusCallback = attributes.statusCallback ?? attributes.action ?? null
  return [{ verb: 'message', body, to: attributes.to ?? null, from: attributes.from ?? null, statusCallback }]
}

const MARK =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>|<(\/?)([\w:.-]+)([^<>]*?)(\/?)>/g

/** A small reader of well-formed XML: elements, attributes, text, CDATA. Null for anything that is not. */
function readXml(document: string): Element | null {
  const top: Element = { name: '', attributes: {}, text: '', children: [] }
  const open = [top]
  let end = 0
  for (const mark of document.matchAll(MARK)) {
    const text = document.slice(end, mark.index)
    if (text.includes('<')) return null
    open.at(-1)!.text += decode(text) + (mark[1] ?? '')
    end = mark.index + mark[0].length
    if (mark[3] !== undefined && !readTag(open, mark[3], mark[2] === '/', mark[4] ?? '', mark[5] === '/')) return null
  }
  const rest = document.slice(end)
  const isWhole = open.length === 1 && top.children.length === 1 && (top.text + rest).trim() === ''
  return isWhole ? top.children[0]! : null
}

function readTag(open: Element[], name: string, closes: boolean, attributes: string, isEmpty: boolean): boolean {
  if (closes) return open.length > 1 && open.pop()!.name === name
  const element: Element = { name, attributes: readAttributes(attributes), text: '', children: [] }
  open.at(-1)!.children.push(element)
  if (!isEmpty) open.push(element)
  return true
}

function readAttributes(text: string): Record<string, string> {
  const pairs = text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)
  return Object.fromEntries([...pairs].map((pair) => [pair[1]!, decode(pair[2] ?? pair[3] ?? '')]))
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
