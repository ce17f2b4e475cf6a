import { Back } from '../BackToPeople.tsx'

export function BackToImports() {
  return <Back to="/people/import">Import people</Back>
}
