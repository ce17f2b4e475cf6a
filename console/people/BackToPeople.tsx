import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useLocation, useRouter } from '@tanstack/react-router'
import classes from './PersonScreen.module.css'

export function BackToPeople() {
  return <Back to="/people">People</Back>
}

/** To the list as it was left, or to the whole list for whoever came by a link. */
export function Back({ to, children }: { to: '/people' | '/people/import' | '/profile'; children: string }) {
  const { history } = useRouter()
  const fromList = useLocation({ select: (location) => location.state.fromList })
  return (
    <Link
      to={to}
      className={classes.back}
      onClick={(event) => {
        if (!fromList || event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        history.back()
      }}
    >
      <IconArrowLeft size={15} stroke={1.75} aria-hidden />
      {children}
    </Link>
  )
}
