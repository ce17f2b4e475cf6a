import { parseArgs } from 'node:util'

/** A request as somebody types it, made without curl: what the samples of the documentation need of it, and no more. */
export interface Curl {
  method: string
  url: string
  headers: Record<string, string>
  body: string | null
  cookies: { keeps: boolean; sends: boolean }
}

/** @throws {Error} for an option that is not known here, rather than leaving it out. */
export function readCurl(command: string, variables: Record<string, string>): Curl {
  const [name, ...args] = splitWords(command, variables)
  if (name !== 'curl') throw new Error(`${name} is not curl`)
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      method: { type: 'string', short: 'X' },
      header: { type: 'string', short: 'H', multiple: true, default: [] },
      data: { type: 'string', short: 'd' },
      keep: { type: 'string', short: 'c' },
      send: { type: 'string', short: 'b' },
    },
  })
  const { method, header, data, keep, send } = values
  return {
    method: method ?? (data === undefined ? 'GET' : 'POST'),
    url: positionals[0] ?? '',
    headers: Object.fromEntries(header.map(readHeader)),
    body: data ?? null,
    cookies: { keeps: keep !== undefined, sends: send !== undefined },
  }
}

function readHeader(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

/** As a shell does: quotes, variables outside single quotes, and lines that go on. */
function splitWords(command: string, variables: Record<string, string>): string[] {
  const fill = (text: string) =>
    text.replace(/\$(\w+)/g, (_, name: string) => {
      if (variables[name] === undefined) throw new Error(`nothing is known of $${name}`)
      return variables[name]
    })
  const joined = command.trim().replaceAll('\\\n', ' ')
  const words = joined.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []
  return words.map((word) =>
    word.replace(/'([^']*)'|"([^"]*)"|([^'"]+)/g, (_, single, double, bare) => single ?? fill(double ?? bare)),
  )
}
