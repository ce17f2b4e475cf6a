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
  const [name, ...words] = splitWords(command, variables)
  if (name !== 'curl') throw new Error(`${name} is not curl`)
  const read: Curl = { method: 'GET', url: '', headers: {}, body: null, cookies: { keeps: false, sends: false } }
  let method: string | null = null
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (!word.startsWith('-')) read.url = word
    else if (word === '-X') method = words[++i]!
    else if (word === '-H') addHeader(read.headers, words[++i]!)
    else if (word === '-d') read.body = words[++i]!
    else if (word === '-c' && words[++i]) read.cookies.keeps = true
    else if (word === '-b' && words[++i]) read.cookies.sends = true
    else throw new Error(`${word} is not known here`)
  }
  return { ...read, method: method ?? (read.body === null ? 'GET' : 'POST') }
}

function addHeader(headers: Record<string, string>, line: string): void {
  const [name, ...value] = line.split(':')
  headers[name!.toLowerCase()] = value.join(':').trim()
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
