import { say, type Lang } from '../../i18n'

const programs = ['system', 'seed', 'import', 'cli'] as const

/** Who wrote: a role as it signed, a program of this system in words. */
export function actorOf(lang: Lang, actor: string): string {
  const program = programs.find((p) => p === actor)
  return program ? say(lang, `actor_${program}`) : actor
}
