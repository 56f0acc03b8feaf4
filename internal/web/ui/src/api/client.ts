import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { components } from './schema'

type Schemas = components['schemas']
export type ChainItem = Schemas['ChainItem']
export type Chain = Schemas['ChainAnswer']
export type Link = Schemas['LinkAnswer']
export type Structure = Schemas['StructureAnswer']
export type Gap = Schemas['Gap']
export type Target = Schemas['Target']
export type Activity = Schemas['Activity']
export type Relatedness = Schemas['Relatedness']
export type EnterpriseItem = Schemas['EnterpriseItem']
export type Enterprise = Schemas['EnterpriseAnswer']
export type Position = Schemas['Position']
export type Provenance = Schemas['Provenance']
export type Fact = Schemas['Fact']
export type Reason = Schemas['Reason']
export type Ref = Schemas['Ref']
export type Hit = Schemas['Hit']
export type ChangeSet = Schemas['ChangeSet']
export type Change = Schemas['Change']
export type Movement = Schemas['Movement']
export type Cell = Schemas['Cell']
export type Figure = Schemas['Figure']
export type Part = Schemas['Part']
export type Question = Schemas['Question']
export type Explanation = Schemas['Explanation']
export type Meta = Schemas['Meta']
export type DiagramOptions = Schemas['DiagramOptions']
export type WeightsAnswer = Schemas['WeightsAnswer']
export type WeightField = Schemas['WeightField']
export type ShiftList = Schemas['ShiftList']
export type Candidate = Schemas['Candidate']
export type CandidateList = Schemas['CandidateList']
export type Match = Schemas['Match']
export type Term = Schemas['Term']
export type GapWhole = Schemas['GapAnswer']
export type GapCandidate = Schemas['GapCandidate']
export type GapCandidates = Schemas['GapCandidates']
export type Contact = Schemas['Contact']
export type ContactList = Schemas['ContactList']
export type Conflict = Schemas['Conflict']
export type Input = Schemas['Input']
export type MissingInputs = Schemas['MissingInputs']
export type List<T> = { items: T[]; next?: string; total: number; revision: number }

/** What the server says of an error: application/problem+json. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly request: string,
    /** The detail in Chinese, where a person's act was refused. */
    readonly detailZH?: string,
    /** What two people want of the same thing, with 409. */
    readonly conflict?: Conflict,
    readonly errors: { location: string; code: string; message: string }[] = [],
  ) {
    super(detail)
  }
}

export type Query = Record<string, string | number | boolean | undefined>

export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return `/api/v1${path}${text ? `?${text}` : ''}`
}

async function problemOf(answer: Response): Promise<Problem> {
  const request = answer.headers.get('X-Request-Id') ?? ''
  try {
    const body = (await answer.json()) as Partial<Schemas['Problem']>
    return new Problem(answer.status, body.code ?? 'internal', body.detail ?? answer.statusText, body.request_id ?? request, body.detail_zh, body.conflict, body.errors ?? [])
  } catch {
    return new Problem(answer.status, 'internal', answer.statusText, request)
  }
}

async function ask(url: string, options: RequestInit): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(url, options)
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new Problem(0, 'network', '', '')
  }
  if (!answer.ok) throw await problemOf(answer)
  return answer
}

export function read(path: string, query: Query = {}, signal?: AbortSignal): Promise<Response> {
  return ask(address(path, query), { signal: signal ?? null })
}

export async function write<T>(path: string, body: unknown): Promise<T> {
  const answer = await ask(address(path), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  return (await answer.json()) as T
}

/** Asks the API once for each path and query; what was read stays on screen while the store is away. */
export function useApi<T>(path: string, query: Query = {}, enabled = true): UseQueryResult<T, Problem> {
  return useQuery<T, Problem>({
    queryKey: [path, query],
    queryFn: async ({ signal }) => (await (await read(path, query, signal)).json()) as T,
    enabled,
  })
}

/** Reads a list to its end, page by page. */
export function useAll<T>(path: string, query: Query = {}): UseQueryResult<T[], Problem> {
  return useQuery<T[], Problem>({
    queryKey: ['all', path, query],
    queryFn: async ({ signal }) => {
      const items: T[] = []
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const page = (await (await read(path, { ...query, limit: 200, cursor }, signal)).json()) as List<T>
        items.push(...page.items)
        cursor = page.next
      }
      return items
    },
  })
}

/** A page of a drawing as SVG, and how many pages the drawing has. */
export type Sheet = { text: string; pages: number }

export function useSheet(path: string, query: Query): UseQueryResult<Sheet, Problem> {
  return useQuery<Sheet, Problem>({
    queryKey: ['sheet', path, query],
    queryFn: async ({ signal }) => {
      const answer = await read(path, query, signal)
      return { text: await answer.text(), pages: Number(answer.headers.get('X-Pages') ?? 1) }
    },
  })
}

/** The id as it stands in an API path. */
export const escape = (id: string) => encodeURIComponent(id)
