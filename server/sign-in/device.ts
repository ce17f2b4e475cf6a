/** The order matters: many name themselves and all that they descend from. */
const BROWSERS: [name: string, sign: RegExp][] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(HeadlessChrome|Chrome|CriOS)\//],
  ['Safari', /\bVersion\/[\d.]+.*\bSafari\//],
]

const DEVICES: [name: string, sign: RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
]

/** What a program says of itself, in words by which its owner knows it. It may say anything. */
export function describeDevice(userAgent: string | null): string {
  const text = userAgent ?? ''
  const browser = BROWSERS.find(([, sign]) => sign.test(text))?.[0]
  const device = DEVICES.find(([, sign]) => sign.test(text))?.[0]
  if (browser && device) return `${browser} on ${device}`
  if (browser || device) return browser ?? `A browser on ${device}`
  const program = /^([A-Za-z][\w.-]{0,30})\//.exec(text)?.[1]
  return program ? `The program ${program}` : 'An unknown program'
}
