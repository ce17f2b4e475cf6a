/** `1 trigger`, `2 triggers`, `1,000 triggers`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`
}
