import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import createClient, { createFinalURL, defaultPathSerializer } from 'openapi-fetch'
import { root } from './root'
import type { components, paths } from './schema'

type Schemas = components['schemas']
export type ChainItem = Schemas['ChainItem']
export type Chain = Schemas['ChainAnswer']
export type Link = Schemas['LinkAnswer']
export type Structure = Schemas['StructureAnswer']
/** A gap in a list; GapWhole is all of it. */
export type Gap = Schemas['GapItem']
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
export type Match = Schemas['Match']
export type MatchList = Schemas['MatchList']
export type GapWhole = Schemas['GapAnswer']
export type GapCandidate = Schemas['GapCandidateAnswer']
export type GapCandidateItem = Schemas['GapCandidateItem']
export type Contact = Schemas['Contact']
export type GapEffect = Schemas['GapEffect']
export type Conflict = Schemas['Conflict']
export type Input = Schemas['Input']
export type Undoing = Schemas['Undoing']
export type Difference = Schemas['DifferenceAnswer']
export type Thing = Schemas['NodeAnswer']
export type Session = Schemas['Session']
export type Account = Schemas['Account']
export type AuditEntry = Schemas['AuditEntry']
export type Setting = Schemas['Setting']
export type OpenSession = Schemas['OpenSession']
/** A list 清单 of the city. */
export type Pair = Schemas['Pair']
export type PairList = Schemas['PairList']
export type PairView = Schemas['PairView']
export type PairVerdict = Schemas['PairVerdict']
export type CityList = Schemas['Sheet']
export type Draft = Schemas['Draft']
export type DraftRows = Schemas['DraftRows']
export type DraftRow = Schemas['DraftRow']
export type DraftProblem = Schemas['DraftProblem']
export type Effects = Schemas['DraftEffects']
export type Quality = Schemas['Quality']
export type QualityFacts = Schemas['QualityFacts']
export type QualityRow = Schemas['QualityRow']
export type Sending = Schemas['Sending']
export type Parcel = Schemas['Parcel']

type Base = '/api/v1'
const base: string = root + ('/api/v1' satisfies Base)
/** After so many milliseconds one asks again for what did not come because the server is away. */
export const soon = 5_000

/** The API by path, without what stands before all of them. */
type Api = { [P in keyof paths as P extends `${Base}${infer Rest}` ? Rest : never]: paths[P] }
type Method = 'get' | 'post' | 'put' | 'delete'
type Operation<P extends keyof Api, M extends Method> = Extract<Api[P][M], object>
type PathOf<M extends Method> = { [P in keyof Api]: Api[P] extends Record<M, object> ? P : never }[keyof Api]

export type ReadPath = PathOf<'get'>
/** What writes, or only tries: that takes no name of the request. */
export type WritePath = {
  [P in PathOf<'post'>]: Operation<P, 'post'> extends { parameters: { header?: infer H } }
    ? [NonNullable<H>] extends [never] // of no parameters, every name would be a key
      ? never
      : 'Idempotency-Key' extends keyof NonNullable<H>
        ? P
        : never
    : never
}[PathOf<'post'>]
export type TryPath = Exclude<PathOf<'post'>, WritePath>

/** What stands in a path and behind its "?". */
export type Params<P extends keyof Api, M extends Method = 'get'> =
  Operation<P, M> extends { parameters: infer X extends { path?: object; query?: object } }
    ? Pick<X, 'path' | 'query'>
    : never
export type Answer<P extends keyof Api, M extends Method = 'get'> =
  Operation<P, M> extends { responses: { 200: { content: { 'application/json': infer A } } } } ? A : never
export type Body<P extends keyof Api, M extends Method = 'post'> =
  Operation<P, M> extends { requestBody: { content: { 'application/json': infer B } } } ? B : never

/** The lists that are read page by page, and what they list. */
export type ListPath = {
  [P in ReadPath]: [NonNullable<Params<P>['query']>] extends [never]
    ? never // of no parameters, every name would be a key
    : 'cursor' extends keyof NonNullable<Params<P>['query']>
      ? P
      : never
}[ReadPath]
export type Item<P extends ListPath> = Answer<P> extends { items: (infer T)[] } ? T : never

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
    /** Of several gaps to be decided on, those in the way. */
    readonly gaps: GapEffect[] = [],
    /** Seconds before it is worth asking again, where the server says so. */
    readonly after = 1,
  ) {
    super(detail)
  }
}

/** Whether a failure passes by itself: the server cannot be reached, or its store is away. */
export const passing = (error: unknown) =>
  error instanceof Problem && (error.status === 0 || (error.status >= 502 && error.status <= 504))

async function problemOf(answer: Response): Promise<Problem> {
  const request = answer.headers.get('X-Request-Id') ?? ''
  const after = Number(answer.headers.get('Retry-After')) || 1
  try {
    const body = (await answer.json()) as Partial<Schemas['Problem']>
    return new Problem(
      answer.status,
      body.code ?? 'internal',
      body.detail ?? answer.statusText,
      body.request_id ?? request,
      body.detail_zh,
      body.conflict,
      body.errors ?? [],
      body.gaps ?? [],
      after,
    )
  } catch {
    return new Problem(answer.status, 'internal', answer.statusText, request)
  }
}

/** How often, and for how many seconds at most, the page waits by itself when it has asked too much. */
const patience = { times: 2, seconds: 10 }

/** Whether the server wants to be asked less. A name that is locked is for the person to read. */
const tooMuch = (error: unknown) =>
  error instanceof Problem && error.status === 429 && error.code !== 'session.locked'

/** Fetches, and throws whatever is not an answer. */
async function ask(request: Request): Promise<Response> {
  for (let asked = 1; ; asked++) {
    try {
      return await askOnce(request.clone())
    } catch (error) {
      const { after } = error as Problem
      if (!tooMuch(error) || asked > patience.times || after > patience.seconds) throw error
      await new Promise((done) => setTimeout(done, after * 1000))
      request.signal.throwIfAborted()
    }
  }
}

async function askOnce(request: Request): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(request)
  } catch (error) {
    if (request.signal.aborted) throw error
    throw new Problem(0, 'network', '', '')
  }
  // A page instead of an answer comes from something that stands before a server that is away.
  if (answer.headers.get('Content-Type')?.startsWith('text/html')) throw new Problem(0, 'network', '', '')
  if (!answer.ok) throw await problemOf(answer)
  return answer
}

function querySerializer(query: Record<string, unknown>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}

const client = createClient<Api>({ baseUrl: base, fetch: ask, querySerializer })

// The hooks below are generic in the path; the client's own types resolve only for a path that is known.
type Send = (path: string, options: object) => Promise<{ data?: unknown; response: Response }>
const {
  GET: get,
  POST: post,
  PUT: replace,
  DELETE: drop,
} = client as unknown as Record<'GET' | 'POST' | 'PUT' | 'DELETE', Send>

/** The revision that was written here last: of several servers the one that answers next waits until it knows it. */
let written = 0

export async function read<P extends ReadPath>(path: P, params: Params<P>, signal?: AbortSignal): Promise<Answer<P>> {
  const now = written > 0 && !(params.query && 'as_of' in params.query)
  const headers = now ? { 'X-Known-Revision': String(written) } : undefined
  const { data } = await get(path, { params, signal, headers })
  const { revision } = data as { revision?: number }
  if (now && revision !== undefined && revision < written) written = 0 // the store was put back: it will never come
  return data as Answer<P>
}

/** Sends what is not kept under a key: what only tries, and passwords and accounts. */
export async function send<P extends TryPath>(
  path: P,
  params: Params<P, 'post'>,
  body: Body<P>,
  signal?: AbortSignal,
): Promise<Answer<P, 'post'>> {
  return (await post(path, { params, body, signal })).data as Answer<P, 'post'>
}

/** Sets something. */
export async function put<P extends PathOf<'put'>>(
  path: P,
  params: Params<P, 'put'>,
  body: Body<P, 'put'>,
): Promise<Answer<P, 'put'>> {
  return (await replace(path, { params, body })).data as Answer<P, 'put'>
}

/** Ends something. */
export async function end<P extends PathOf<'delete'>>(path: P, params: Params<P, 'delete'>): Promise<void> {
  await drop(path, { params })
}

/** The code of a write of which nobody knows whether it was done. */
export const unknown = 'write.unknown'
/** Milliseconds before a write is sent again of which no answer came. */
const pauses = [700, 2_500]
/** The names of requests without an answer, by what they ask: a person who sends the same again means the same. */
const unanswered = new Map<string, string>()

/** A name that no other request has. crypto.randomUUID is missing where a page is read without https. */
const requestKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')

/** Writes once, however often it has to be sent until an answer comes. */
export async function write<P extends WritePath>(
  path: P,
  params: Params<P, 'post'>,
  body: Body<P>,
): Promise<Answer<P, 'post'>> {
  const what = JSON.stringify([path, params, body])
  const key = unanswered.get(what) ?? requestKey()
  unanswered.set(what, key)
  for (let sent = 0; ; sent++) {
    try {
      const { data } = await post(path, { params, body, headers: { 'Idempotency-Key': key } })
      unanswered.delete(what)
      written = Math.max(written, (data as { revision?: number }).revision ?? 0)
      return data as Answer<P, 'post'>
    } catch (error) {
      if (!passing(error)) {
        unanswered.delete(what) // it was answered
        throw error
      }
      const pause = pauses[sent]
      if (pause === undefined) throw withoutAnswer(error as Problem)
      await new Promise((done) => setTimeout(done, pause))
    }
  }
}

/** What is true of a write that was sent again and again; only that the gaps are not settled is an answer. */
const withoutAnswer = (p: Problem) =>
  p.code === 'gaps.unsettled' ? p : new Problem(p.status, unknown, p.message, p.request, p.detailZH)

/** As as_of of a question: about now, whatever moment the page looks at. */
export const present = ''

/** Questions of the page are about the moment that it looks at, unless they name another one. */
function useAsked<P extends ReadPath>(params: Params<P>): Params<P> {
  const moment = useSearchParams()[0].get('as_of')
  const { as_of: own = moment, ...rest } = (params.query ?? {}) as { as_of?: string | null }
  return { ...params, query: own ? { ...rest, as_of: own } : rest }
}

/** A question as it is cached: what is not given does not count. */
const keyOf = <P extends keyof Api>(path: P, { path: ids = {}, query = {} }: Params<P>) => [path, ids, query]

/** How a path and its parameters are read. */
export const reading = <P extends ReadPath>(path: P, params: Params<P>) =>
  queryOptions<Answer<P>, Problem>({
    queryKey: keyOf(path, params),
    queryFn: ({ signal }) => read(path, params, signal),
  })

/** Asks the API once for each path and its parameters; what was read stays on screen while the store is away. */
export function useApi<P extends ReadPath>(
  path: P,
  asked: Params<P>,
  enabled = true,
  /** Asks again after so many milliseconds. */
  every?: number,
): UseQueryResult<Answer<P>, Problem> {
  const params = useAsked(asked)
  return useQuery<Answer<P>, Problem>({
    ...reading(path, params),
    enabled,
    ...(every && { refetchInterval: (query) => (passing(query.state.error) ? soon : every) }),
  })
}

type Page<P extends ListPath> = { items: Item<P>[]; next?: string; revision: number }

/** Reads a list to its end: what its first page says, with the items of all. */
async function whole<P extends ListPath>(path: P, params: Params<P>, signal: AbortSignal): Promise<Answer<P>> {
  const page = async (cursor?: string) => {
    const asked = { ...params, query: { ...params.query, limit: 200, cursor } } as Params<P>
    return (await read(path, asked, signal)) as Page<P>
  }
  const first = await page()
  const items = [...first.items]
  for (let next = first.next; next;) {
    const more = await page(next)
    items.push(...more.items)
    next = more.next
  }
  return { ...first, items } as Answer<P>
}

/** How a list is read to its end. */
export const readingAll = <P extends ListPath>(path: P, params: Params<P>) =>
  queryOptions<Answer<P>, Problem>({
    queryKey: ['all', ...keyOf(path, params)],
    queryFn: ({ signal }) => whole(path, params, signal),
  })

/** A list to its end, with what its answer says beside. */
export function useList<P extends ListPath>(path: P, asked: Params<P>): UseQueryResult<Answer<P>, Problem> {
  return useQuery<Answer<P>, Problem>(readingAll(path, useAsked(asked)))
}

/** The items of a list, to its end. */
export function useAll<P extends ListPath>(
  path: P,
  asked: Params<P>,
  enabled = true,
): UseQueryResult<Item<P>[], Problem> {
  const items = (list: Answer<P>) => (list as Page<P>).items
  return useQuery({ ...readingAll(path, useAsked(asked)), enabled, select: items })
}

/** The revision that a list was read at: what somebody decides on it is based on that. */
export function useRevisionOf<P extends ListPath>(path: P, asked: Params<P>): number | undefined {
  return useQuery({ ...readingAll(path, useAsked(asked)), select: (list: Answer<P>) => (list as Page<P>).revision })
    .data
}

const diagram = '/diagrams/{kind}'
/** What can be asked of a drawing. */
export type DiagramQuery = NonNullable<Params<typeof diagram>['query']>

/** A page of a drawing as SVG, and how many pages the drawing has. */
export type Sheet = { text: string; pages: number }

/** How a page of a drawing is read. */
export const readingSheet = (kind: string, query: DiagramQuery) =>
  queryOptions<Sheet, Problem>({
    queryKey: [diagram, kind, query],
    queryFn: async ({ signal }) => {
      const params = { path: { kind }, query: { ...query, format: 'svg' as const } }
      const { data, response } = await client.GET(diagram, { params, parseAs: 'text', signal })
      return { text: data ?? '', pages: Number(response.headers.get('X-Pages') ?? 1) }
    },
  })

export const useSheet = (kind: string, query: DiagramQuery): UseQueryResult<Sheet, Problem> =>
  useQuery(readingSheet(kind, query))

/** The address of a drawing as a file. */
export function diagramAddress(kind: string, query: DiagramQuery): string {
  const params = { path: { kind }, query }
  return createFinalURL(diagram, { baseUrl: base, params, querySerializer, pathSerializer: defaultPathSerializer })
}
