/** As in `m•••@acme.example`: enough to tell two apart that one knows, and no more. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 1) return '••••'
  const [first] = [...address]
  return `${first}•••${address.slice(at)}`
}
